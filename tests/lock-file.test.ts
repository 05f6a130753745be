import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from './helpers/newsletter.ts';

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({ integrity: z.string().optional(), resolved: z.string().optional(), link: z.boolean().optional() }),
  ),
});

/** What `npm ls` answers. */
const listing = z.object({ name: z.string(), problems: z.array(z.string()).default([]) });

describe('the lock file', () => {
  it('names each package by a hash that npm checks, and none by an address of its own', () => {
    const { packages } = lockFile.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
    const locked = Object.entries(packages).filter(([path]) => path !== '');
    expect(locked.length).toBeGreaterThan(100);
    const loose = locked.filter(
      ([, { integrity = '', resolved, link }]) =>
        !integrity.startsWith('sha512-') || link === true || resolved !== undefined,
    );
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  it('is what is installed: nothing more, nothing less', () => {
    const { stdout } = spawnSync('npm', ['ls', '--all', '--json'], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
    const { name, problems } = listing.parse(JSON.parse(stdout));
    expect(name).toBe('hebdo');
    // The package `node` installs its program when it is installed itself.
    expect(problems.filter(problem => !/^extraneous: node-(bin-setup|[a-z0-9]+-[a-z0-9]+)@/.test(problem))).toEqual([]);
  }, 120_000);
});

import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hebdo } from '../helpers/hebdo.ts';
import { root } from '../helpers/newsletter.ts';

describe('hebdo completion', () => {
  it.each(['bash', 'zsh', 'fish'])('writes a script for %s', async shell => {
    const { code, out } = await hebdo(root, ['completion', shell]);
    expect(code).toBe(0);
    for (const word of ['check', 'subscribers', 'import']) expect(out).toContain(word);
  });

  it.runIf(spawnSync('bash', ['--version']).status === 0)('completes commands, options and weeks in bash', async () => {
    const { out: script } = await hebdo(root, ['completion', 'bash']);
    const complete = (...words: string[]) => {
      const program = `${script}\nCOMP_WORDS=(${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _hebdo; echo "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['-c', program], { cwd: root, encoding: 'utf8' }).trim().split(' ');
    };
    expect(complete('hebdo', 'ch')).toEqual(['check']);
    expect(complete('hebdo', 'send', '2026-W4')).toEqual(['2026-W47', '2026-W48']);
    expect(complete('hebdo', 'check', '--f')).toEqual(['--format', '--fix']);
    expect(complete('hebdo', 'subscribers', 'imp')).toEqual(['import']);
  });

  it('refuses other shells', async () => {
    expect((await hebdo(root, ['completion', 'tcsh'])).code).toBe(2);
  });
});

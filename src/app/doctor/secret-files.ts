import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { t } from '../../wording/wording.ts';
import type { Environment } from '../settings/environment.ts';
import { type Finding, subject, warning } from './finding.ts';

/** The permission bits of a file's group and of all other users. */
const othersBits = 0o077;

/**
 * Whether other users of this machine can read the files that hold secrets: `.env`, and the DKIM keys.
 * @param folder the newsletter's folder
 */
export async function secretFileFindings(folder: string, env: Environment): Promise<Finding[]> {
  const key = env.HEBDO_DKIM_KEY ?? '';
  const keyFiles = /-----BEGIN|\n/.test(key) ? [] : key.split(',').map(one => one.trim());
  const findings: Finding[] = [];
  const files: [about: string, path: string][] = [
    ['.env', join(folder, '.env')],
    ...keyFiles.filter(file => file !== '').map((file): [string, string] => ['HEBDO_DKIM_KEY', resolve(folder, file)]),
  ];
  for (const [about, path] of files) {
    const found = await stat(path).catch(() => undefined);
    // Windows has no such bits.
    if (found === undefined || process.platform === 'win32' || (found.mode & othersBits) === 0) continue;
    findings.push(
      warning(
        subject('file-permissions', about),
        t('can be read by other users of this machine'),
        t('Restrict it: chmod 600.'),
      ),
    );
  }
  return findings;
}

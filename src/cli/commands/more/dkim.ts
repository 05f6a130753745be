import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { newDkimKey } from '../../../message/dkim.ts';
import { problemIn } from '../../../source/problem.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';

/** `hebdo dkim new DOMAIN`: a key to sign with, and the DNS record that publishes it. */
export async function dkimNew(
  context: Context,
  domain: string,
  { selector, type, out }: { selector: string; type: 'rsa' | 'ed25519'; out?: string },
): Promise<ExitCode> {
  const { terminal, json, print, refuse, folder } = context;
  const refused = (message: string, hint: string): Promise<ExitCode> =>
    refuse([problemIn(out ?? domain, { rule: 'usage', severity: 'error', message, hint })]);
  const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
  if (!label.test(selector) || !domain.includes('.') || !domain.split('.').every(part => label.test(part)))
    return refused(
      t('%{selector}._domainkey.%{domain} is no domain name.', { selector, domain }),
      t('Write it like: hebdo dkim new example.com --selector hebdo1'),
    );
  const { pem, record } = newDkimKey(type);
  const file = out ?? `dkim-${selector}.pem`;
  try {
    // For its owner only, and never over a key whose mails are still on their way.
    await writeFile(resolve(folder, file), pem, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
      return refused(
        t('%{file} exists already.', { file }),
        t('Name another file with --out, and another --selector.'),
      );
    throw cause;
  }
  const name = `${selector}._domainkey.${domain}`;
  if (json) print('dkim new', { file, name, type: 'TXT', record });
  else {
    terminal.say(t('  The key is in %{file}: keep it out of version control.\n', { file }));
    terminal.say(t('  Publish this in the DNS:\n'));
    terminal.say(`  ${name}.  IN TXT  ${(record.match(/.{1,250}/g) ?? []).map(part => `"${part}"`).join(' ')}\n`);
    terminal.say(t('  And set, in .env:\n'));
    terminal.say(`  HEBDO_DKIM_DOMAIN=${domain}\n  HEBDO_DKIM_SELECTOR=${selector}\n  HEBDO_DKIM_KEY=${file}`);
  }
  return exit.done;
}

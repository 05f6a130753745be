import type { ImapServer } from '../../bounces/imap-url.ts';
import type { Keys } from '../../bounces/proof.ts';
import type { Checked } from '../../source/problem.ts';
import { checkAddress } from '../../subscribers/address.ts';
import { t } from '../../wording/wording.ts';
import { type Environment, variable } from './environment.ts';
import { linkSecrets } from './secrets.ts';

/** What tells our own bounces from made-up ones. */
export function bounceKeys(env: Environment): Checked<Keys> {
  const secrets = linkSecrets(env);
  const bounce = checkBounceAddress(env.HEBDO_BOUNCE_ADDRESS);
  const missing =
    bounce.value === undefined && bounce.problems.length === 0
      ? [
          variable(
            'HEBDO_BOUNCE_ADDRESS',
            t('No address for bounces is configured.'),
            t('Set it to what it was when the issues were sent, like bounces@example.com.'),
          ),
        ]
      : [];
  const problems = [...secrets.problems, ...bounce.problems, ...missing];
  if (secrets.value === undefined || bounce.value === undefined) return { problems };
  return { value: { bounceAddress: bounce.value, secrets: secrets.value }, problems };
}

/** The same, and the mailbox they come to. */
export async function mailboxSettings(env: Environment): Promise<Checked<{ keys: Keys; imap: ImapServer }>> {
  const { parseImapUrl } = await import('../../bounces/imap-url.ts');
  const keys = bounceKeys(env);
  const imap = parseImapUrl(env.HEBDO_IMAP_URL);
  const problems = [...keys.problems, ...imap.problems];
  if (keys.value === undefined || imap.value === undefined) return { problems };
  return { value: { keys: keys.value, imap: imap.value }, problems };
}

/** The address that bounces come back to (`HEBDO_BOUNCE_ADDRESS`); VERP puts a signed part before its @. */
export function checkBounceAddress(text: string | undefined): Checked<string> {
  if (text === undefined || text === '') return { problems: [] };
  const { address, why } = checkAddress(text);
  const fits = address !== undefined && address.indexOf('@') <= 28;
  if (fits) return { value: address, problems: [] };
  const hint = t('Write it like bounces@example.com, with at most 28 characters before the @.');
  return {
    problems: [
      variable(
        'HEBDO_BOUNCE_ADDRESS',
        t('It cannot be used: %{why}.', { why: why ?? t('the part before the @ is too long') }),
        hint,
      ),
    ],
  };
}

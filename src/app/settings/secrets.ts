import type { Checked } from '../../source/problem.ts';
import { t } from '../../wording/wording.ts';
import { type Environment, variable } from './environment.ts';

/** The secret that links are signed with, then those before it (`HEBDO_SECRET_PREVIOUS`), whose links still work. */
export function linkSecrets({ HEBDO_SECRET, HEBDO_SECRET_PREVIOUS }: Environment): Checked<string[]> {
  const { value, problems } = checkSecret(HEBDO_SECRET);
  if (value === undefined) return { problems };
  const previous = [
    HEBDO_SECRET_PREVIOUS ?? '',
    ...(HEBDO_SECRET_PREVIOUS ?? '').split(','),
    ...(HEBDO_SECRET_PREVIOUS ?? '').split(/[\s,]+/),
  ];
  // A secret may itself have spaces or commas. A part of one is too short to have been a secret, and could be guessed.
  const long = previous.map(secret => secret.trim()).filter(secret => secret.length >= minSecretChars);
  return { value: [...new Set([value, ...long])], problems };
}

/** The fewest characters of a secret. */
const minSecretChars = 32;

/** Whether a secret is there and long enough to sign with. */
export function checkSecret(secret: string | undefined): Checked<string> {
  const hint = t(
    'Make one with `openssl rand -base64 32` and keep it in .env as HEBDO_SECRET=…; links of issues already sent depend on it.',
  );
  if (secret === undefined || secret === '')
    return { problems: [variable('HEBDO_SECRET', t('There is no secret to sign the unsubscribe links with.'), hint)] };
  if (secret.length < minSecretChars)
    return {
      problems: [variable('HEBDO_SECRET', t('The secret is shorter than 32 characters: it could be guessed.'), hint)],
    };
  return { value: secret, problems: [] };
}

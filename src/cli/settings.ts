import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parseSmtpUrl, type SmtpServer } from '../delivery/smtp-url.ts';
import { type Checked, type Problem, problemIn } from '../source/problem.ts';
import { checkAddress } from '../subscribers/address.ts';

/** The environment's variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment, and under it what `.env` in the newsletter's folder says: what is set outside wins.
 * @param folder the newsletter's folder
 */
export async function readEnvironment(folder: string, outside: NodeJS.ProcessEnv): Promise<Environment> {
  const text = await readFile(join(folder, '.env'), 'utf8').catch(() => '');
  return { ...parseEnv(text), ...outside };
}

/** What sending needs besides the newsletter itself. */
export type SendSettings = { smtp: SmtpServer; sender: { secret: string; bounceAddress?: string } };

/** Where the store is, `sqlite:` paths being relative to the newsletter's folder. */
export function databaseUrl(folder: string, env: Environment): string {
  const url = env.HEBDO_DATABASE_URL || 'sqlite:.hebdo/hebdo.db';
  const path = /^sqlite:(?!:memory:)(?!\/)(.+)$/.exec(url)?.[1];
  return path === undefined ? url : `sqlite:${join(folder, path)}`;
}

/** Reads and checks all that sending needs; every problem at once, none with a secret in it. */
export function sendSettings(env: Environment): Checked<SendSettings> {
  const smtp = parseSmtpUrl(env.HEBDO_SMTP_URL);
  const secret = checkSecret(env.HEBDO_SECRET);
  const bounce = checkBounceAddress(env.HEBDO_BOUNCE_ADDRESS);
  const problems = [...smtp.problems, ...secret.problems, ...bounce.problems];
  if (smtp.value === undefined || secret.value === undefined || problems.length > 0) return { problems };
  return { value: { smtp: smtp.value, sender: { secret: secret.value, bounceAddress: bounce.value } }, problems };
}

function checkSecret(secret: string | undefined): Checked<string> {
  const hint =
    'Make one with `openssl rand -base64 32` and keep it in .env as HEBDO_SECRET=…; links of issues already sent depend on it.';
  if (secret === undefined || secret === '')
    return { problems: [variable('HEBDO_SECRET', 'There is no secret to sign the unsubscribe links with.', hint)] };
  if (secret.length < 32)
    return {
      problems: [variable('HEBDO_SECRET', 'The secret is shorter than 32 characters: it could be guessed.', hint)],
    };
  return { value: secret, problems: [] };
}

function checkBounceAddress(text: string | undefined): Checked<string> {
  if (text === undefined || text === '') return { problems: [] };
  const { address, why } = checkAddress(text);
  const fits = address !== undefined && address.indexOf('@') <= 30;
  if (fits) return { value: address, problems: [] };
  const hint = 'Write it like bounces@example.com, with at most 30 characters before the @.';
  return {
    problems: [variable('HEBDO_BOUNCE_ADDRESS', `It cannot be used: ${why ?? 'its first part is too long'}.`, hint)],
  };
}

const variable = (name: string, message: string, hint: string): Problem =>
  problemIn(name, { rule: 'environment', severity: 'error', message, hint });

import { readFile } from 'node:fs/promises';
import type { BlockList } from 'node:net';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { ImapServer } from '../bounces/imap-url.ts';
import type { Keys } from '../bounces/proof.ts';
import type { TokenFetch } from '../delivery/smtp/access-token.ts';
import { parseSmtpUrls, parseTokenFetch, type SmtpServer } from '../delivery/smtp/smtp-url.ts';
import type { Transport } from '../delivery/smtp/transport.ts';
import type { DkimKey } from '../message/dkim.ts';
import type { Sender } from '../message/message.ts';
import { type Checked, type Problem, problemIn } from '../source/problem.ts';
import { readStoreUrl } from '../store/url.ts';
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
export type SendSettings = { smtp: SmtpServer[]; token?: TokenFetch; sender: Omit<Sender, 'publication'> };

/** Where the store is, `sqlite:` paths being relative to the newsletter's folder. */
export function databaseUrl(folder: string, env: Environment): string {
  const url = env.HEBDO_DATABASE_URL || 'sqlite:.hebdo/hebdo.db';
  const named = readStoreUrl(url);
  return named?.kind === 'sqlite' && named.path !== ':memory:' ? `sqlite:${resolve(folder, named.path)}` : url;
}

/** Reads and checks all that sending needs; every problem at once, none with a secret in it. */
export async function sendSettings(folder: string, env: Environment): Promise<Checked<SendSettings>> {
  const token = parseTokenFetch(folder, env);
  const smtp = parseSmtpUrls(env.HEBDO_SMTP_URL, token.value !== undefined);
  const secret = checkSecret(env.HEBDO_SECRET);
  const bounce = checkBounceAddress(env.HEBDO_BOUNCE_ADDRESS);
  const dkim = await dkimKeys(folder, env);
  const problems = [...smtp.problems, ...token.problems, ...secret.problems, ...bounce.problems, ...dkim.problems];
  if (smtp.value === undefined || secret.value === undefined || dkim.value === undefined || problems.length > 0)
    return { problems };
  const signer = dkim.value.length === 0 ? undefined : (await import('../message/dkim.ts')).dkimSigner(dkim.value);
  return {
    value: {
      smtp: smtp.value,
      token: token.value,
      sender: { secret: secret.value, bounceAddress: bounce.value, leaveByMail: Boolean(env.HEBDO_IMAP_URL), signer },
    },
    problems,
  };
}

/** The way to the servers that the settings name. */
export async function transportOf({ smtp, token }: SendSettings): Promise<Transport> {
  const [{ smtpTransport }, { failover }] = await Promise.all([
    import('../delivery/smtp/smtp-transport.ts'),
    import('../delivery/smtp/failover.ts'),
  ]);
  return failover(smtp.map(server => smtpTransport(server, undefined, token)));
}

/** The secret that links are signed with, then those before it (`HEBDO_SECRET_PREVIOUS`), whose links still work. */
export function linkSecrets({ HEBDO_SECRET, HEBDO_SECRET_PREVIOUS }: Environment): Checked<string[]> {
  const { value, problems } = checkSecret(HEBDO_SECRET);
  if (value === undefined) return { problems };
  const previous = (HEBDO_SECRET_PREVIOUS ?? '').split(/[\s,]+/).filter(secret => secret !== '');
  return { value: [value, ...previous], problems };
}

/** What tells our own bounces from made-up ones. */
export function bounceKeys(env: Environment): Checked<Keys> {
  const secrets = linkSecrets(env);
  const bounce = checkBounceAddress(env.HEBDO_BOUNCE_ADDRESS);
  const missing =
    bounce.value === undefined && bounce.problems.length === 0
      ? [
          variable(
            'HEBDO_BOUNCE_ADDRESS',
            'There is no address that bounces come back to.',
            'Set it to what it was when the issues were sent, like bounces@example.com.',
          ),
        ]
      : [];
  const problems = [...secrets.problems, ...bounce.problems, ...missing];
  if (secrets.value === undefined || bounce.value === undefined) return { problems };
  return { value: { bounceAddress: bounce.value, secrets: secrets.value }, problems };
}

/** The same, and the mailbox they come to. */
export async function mailboxSettings(env: Environment): Promise<Checked<{ keys: Keys; imap: ImapServer }>> {
  const { parseImapUrl } = await import('../bounces/imap-url.ts');
  const keys = bounceKeys(env);
  const imap = parseImapUrl(env.HEBDO_IMAP_URL);
  const problems = [...keys.problems, ...imap.problems];
  if (keys.value === undefined || imap.value === undefined) return { problems };
  return { value: { keys: keys.value, imap: imap.value }, problems };
}

/** The proxies whose word is taken for who a request is from (`HEBDO_TRUSTED_PROXIES`); none unless they are named. */
export async function proxySettings({ HEBDO_TRUSTED_PROXIES }: Environment): Promise<Checked<BlockList>> {
  const { trustedProxies } = await import('../web/network.ts');
  const { list, ...rest } = trustedProxies(HEBDO_TRUSTED_PROXIES ?? '');
  if (list !== undefined) return { value: list, problems: [] };
  const wrong = 'wrong' in rest ? rest.wrong : '';
  const hint = 'Write addresses or networks with commas between: 127.0.0.1, 10.0.0.0/8.';
  return {
    problems: [variable('HEBDO_TRUSTED_PROXIES', `\`${wrong}\` is neither an address nor a network.`, hint)],
  };
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
  const fits = address !== undefined && address.indexOf('@') <= 28;
  if (fits) return { value: address, problems: [] };
  const hint = 'Write it like bounces@example.com, with at most 28 characters before the @.';
  return {
    problems: [variable('HEBDO_BOUNCE_ADDRESS', `It cannot be used: ${why ?? 'its first part is too long'}.`, hint)],
  };
}

/**
 * The keys that sign: none is fine, half of one is not, since mail would go out unsigned without a word. Selectors and
 * keys may be lists, an Ed25519 key beside an RSA one.
 */
export async function dkimKeys(folder: string, env: Environment): Promise<Checked<DkimKey[]>> {
  const { HEBDO_DKIM_DOMAIN: domain, HEBDO_DKIM_SELECTOR: selector, HEBDO_DKIM_KEY: key } = env;
  if (!domain && !selector && !key) return { value: [], problems: [] };
  if (!domain || !selector || !key)
    return {
      problems: [
        variable(
          'HEBDO_DKIM_DOMAIN',
          'DKIM is set up by halves.',
          'Set HEBDO_DKIM_DOMAIN, HEBDO_DKIM_SELECTOR and HEBDO_DKIM_KEY, or none: `hebdo dkim new` makes a key.',
        ),
      ],
    };
  const selectors = selector.split(',').map(one => one.trim());
  const sources = key.includes('-----BEGIN')
    ? (key.match(/-----BEGIN[\s\S]*?-----END[^-]*-----/g) ?? [])
    : key.split(',').map(one => one.trim());
  if (selectors.length !== sources.length)
    return {
      problems: [
        variable(
          'HEBDO_DKIM_SELECTOR',
          `There are ${selectors.length} selectors for ${sources.length} keys.`,
          'Name one selector a key, in the same order.',
        ),
      ],
    };
  const keys: DkimKey[] = [];
  const problems: Problem[] = [];
  const { dkimKey } = await import('../message/dkim.ts');
  for (const [i, source] of sources.entries()) {
    try {
      const pem = source.startsWith('-----BEGIN')
        ? source.replaceAll('\\n', '\n')
        : await readFile(resolve(folder, source), 'utf8');
      keys.push({ domain, selector: selectors[i] ?? '', key: dkimKey(pem) });
    } catch (cause) {
      // The words of a parser may hold what it could not parse: a key.
      const why =
        cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
          ? `${source} does not exist`
          : cause instanceof Error && /bits|cannot sign/.test(cause.message)
            ? cause.message
            : 'it is no private key in PEM';
      problems.push(variable('HEBDO_DKIM_KEY', `Key ${i + 1} cannot be used: ${why}.`, '`hebdo dkim new` makes one.'));
    }
  }
  return problems.length > 0 ? { problems } : { value: keys, problems };
}

const variable = (name: string, message: string, hint: string): Problem =>
  problemIn(name, { rule: 'environment', severity: 'error', message, hint });

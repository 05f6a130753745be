import { type Checked, problemIn } from '../../source/problem.ts';
import { isLoopback, type MailServer, readServerUrl } from '../../source/server-url.ts';
import { t } from '../../wording/wording.ts';
import type { TokenFetch } from './access-token.ts';

/** An SMTP server as `HEBDO_SMTP_URL` describes it. `pass` is an access token where `method` is `xoauth2`. */
export type SmtpServer = Omit<MailServer, 'auth'> & { auth?: { user: string; pass: string; method?: 'xoauth2' } };

const variable = 'HEBDO_SMTP_URL';

/**
 * Reads the servers of `HEBDO_SMTP_URL` in the order of preference: one URL, or several with spaces or commas between.
 * @param hasTokens whether access tokens are fetched, so that a URL needs none
 * @returns at least one server, or the problems of all URLs, which never repeat a URL because it holds a password
 */
export function parseSmtpUrls(text: string | undefined, hasTokens = false): Checked<SmtpServer[]> {
  const read = (text ?? '').split(/(?<![\s,])[\s,]+(?=smtps?:)/i).map(one => parseSmtpUrl(one, hasTokens));
  const problems = read.flatMap(one => one.problems);
  return problems.length > 0 ? { problems } : { value: read.flatMap(({ value }) => value ?? []), problems };
}

/** Reads one URL. TLS is required, except on loopback or with `?tls=never`. */
function parseSmtpUrl(text: string | undefined, hasTokens: boolean): Checked<SmtpServer> {
  const problem = (message: string, hint: string): Checked<never> => ({
    problems: [problemIn(variable, { rule: 'environment', severity: 'error', message, hint })],
  });
  const form = t(
    'Write it as smtp://user:password@mail.example.com:587, with %40 for an @, %2F for a /, %23 for a # and %3F for a ? in user or password.',
  );
  if (text === undefined || text === '')
    return problem(t('No SMTP server is named.'), t('Set %{variable}. %{form}', { variable, form }));
  const read = readServerUrl(text, { name: 'smtp', port: 587, securePort: 465, query: ['tls', 'auth'] });
  if ('why' in read) return problem(read.why, read.hint ?? form);
  const { server, url } = read;
  const method = url.searchParams.get('auth');
  if (method === null) return { value: server, problems: [] };
  if (method !== 'xoauth2')
    return problem(t('`?auth=` is not `xoauth2`.'), t('Leave it away: PLAIN or LOGIN is used as the server has it.'));
  if (server.auth === undefined || (server.auth.pass === '' && !hasTokens))
    return problem(
      t('XOAUTH2 needs a user and an access token.'),
      t(
        'Write smtp://user:token@host:587?auth=xoauth2, with %40 for an @; without token where HEBDO_SMTP_TOKEN_COMMAND or HEBDO_SMTP_TOKEN_URL fetches it.',
      ),
    );
  return { value: { ...server, auth: { ...server.auth, method } }, problems: [] };
}

/**
 * Reads how access tokens of XOAUTH2 are fetched: by `HEBDO_SMTP_TOKEN_COMMAND`, by a refresh token, or not at all.
 * @param folder the working directory of the command
 */
export function parseTokenFetch(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Checked<TokenFetch> {
  const { HEBDO_SMTP_TOKEN_COMMAND: command, HEBDO_SMTP_TOKEN_URL: url, HEBDO_SMTP_REFRESH_TOKEN: refreshToken } = env;
  const name = url ? 'HEBDO_SMTP_TOKEN_URL' : 'HEBDO_SMTP_REFRESH_TOKEN';
  const wrong = (message: string, hint: string): Checked<never> => ({
    problems: [problemIn(name, { rule: 'environment', severity: 'error', message, hint })],
  });
  if (!url && !refreshToken) return { value: command ? { kind: 'command', command, folder } : undefined, problems: [] };
  if (command) return wrong(t('Access tokens come from a command and from a URL.'), t('Leave one of the two away.'));
  if (!url || !refreshToken)
    return wrong(
      t('The fetching of access tokens is only partly configured.'),
      t(
        'Set HEBDO_SMTP_TOKEN_URL and HEBDO_SMTP_REFRESH_TOKEN, and HEBDO_SMTP_CLIENT_ID and _SECRET where there are any.',
      ),
    );
  const parsed = URL.parse(url);
  const isSafe = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback(parsed.hostname));
  if (!isSafe)
    return wrong(t('This is no https:// URL.'), t('A refresh token goes there: it must not go in clear text.'));
  const [clientId, clientSecret] = [env.HEBDO_SMTP_CLIENT_ID || undefined, env.HEBDO_SMTP_CLIENT_SECRET || undefined];
  return { value: { kind: 'refresh', url, refreshToken, clientId, clientSecret }, problems: [] };
}

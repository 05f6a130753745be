import { type Checked, problemIn } from '../source/problem.ts';
import { type MailServer, readServerUrl } from '../source/server-url.ts';

/** An SMTP server as `HEBDO_SMTP_URL` describes it. `pass` is an access token where `method` is `xoauth2`. */
export type SmtpServer = Omit<MailServer, 'auth'> & { auth?: { user: string; pass: string; method?: 'xoauth2' } };

const variable = 'HEBDO_SMTP_URL';

/**
 * Reads the servers of `HEBDO_SMTP_URL` in the order of preference: one URL, or several with spaces or commas between.
 * @returns the servers, one at least; or the problems of all, which never repeat a URL, for it holds a password
 */
export function parseSmtpUrls(text: string | undefined): Checked<SmtpServer[]> {
  const read = (text ?? '').split(/[\s,]+(?=smtps?:)/i).map(parseSmtpUrl);
  const problems = read.flatMap(one => one.problems);
  return problems.length > 0 ? { problems } : { value: read.flatMap(({ value }) => value ?? []), problems };
}

/** Reads one; without `?tls=never` TLS is required, but on loopback. */
function parseSmtpUrl(text: string | undefined): Checked<SmtpServer> {
  const problem = (message: string, hint: string): Checked<never> => ({
    problems: [problemIn(variable, { rule: 'environment', severity: 'error', message, hint })],
  });
  const form = 'Write it as smtp://user:password@mail.example.com:587, with %40 for an @ in user or password.';
  if (text === undefined || text === '') return problem('No SMTP server is named.', `Set ${variable}. ${form}`);
  const read = readServerUrl(text, { name: 'smtp', port: 587, securePort: 465 });
  if ('why' in read) return problem(read.why, read.hint ?? form);
  const { server, url } = read;
  const method = url.searchParams.get('auth');
  if (method === null) return { value: server, problems: [] };
  if (method !== 'xoauth2')
    return problem('`?auth=` is not `xoauth2`.', 'Leave it away: PLAIN or LOGIN is used as the server has it.');
  if (server.auth === undefined || server.auth.pass === '')
    return problem(
      'XOAUTH2 wants a user and an access token.',
      'Write smtp://user:token@host:587?auth=xoauth2, with %40 for an @.',
    );
  return { value: { ...server, auth: { ...server.auth, method } }, problems: [] };
}

import type { TokenFetch } from '../../delivery/smtp/access-token.ts';
import { parseSmtpUrls, parseTokenFetch, type SmtpServer } from '../../delivery/smtp/smtp-url.ts';
import type { Transport } from '../../delivery/smtp/transport.ts';
import type { Sender } from '../../message/message.ts';
import type { Checked } from '../../source/problem.ts';
import { checkBounceAddress } from './bounce-settings.ts';
import { dkimKeys } from './dkim-keys.ts';
import type { Environment } from './environment.ts';
import { checkSecret } from './secrets.ts';

/** What sending needs besides the newsletter itself. */
export type SendSettings = { smtp: SmtpServer[]; token?: TokenFetch; sender: Omit<Sender, 'publication'> };

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
  const signer = dkim.value.length === 0 ? undefined : (await import('../../message/dkim.ts')).dkimSigner(dkim.value);
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
    import('../../delivery/smtp/smtp-transport.ts'),
    import('../../delivery/smtp/failover.ts'),
  ]);
  return failover(smtp.map(server => smtpTransport(server, undefined, token)));
}

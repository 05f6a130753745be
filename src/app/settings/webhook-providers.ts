import type { Provider } from '../../bounces/webhooks/provider.ts';
import { WorldError } from '../../source/world-error.ts';
import { t } from '../../wording/wording.ts';
import type { Environment } from './environment.ts';

/** Bytes of a certificate or an answer, at most, and milliseconds to wait for it. */
const maxAnswerBytes = 64 * 1024;
const answerTimeoutMs = 10_000;

/** The providers whose secrets are set. Webhooks of others are refused. */
export async function webhookProviders(env: Environment): Promise<Record<string, Provider>> {
  const { HEBDO_SES_TOPIC_ARN, HEBDO_MAILGUN_SIGNING_KEY, HEBDO_POSTMARK_SECRET, HEBDO_BREVO_SECRET } = env;
  const providers: Record<string, Provider> = {};
  if (HEBDO_SES_TOPIC_ARN)
    providers.ses = (await import('../../bounces/webhooks/ses.ts')).ses(HEBDO_SES_TOPIC_ARN, fetchText);
  if (HEBDO_MAILGUN_SIGNING_KEY)
    providers.mailgun = (await import('../../bounces/webhooks/mailgun.ts')).mailgun(HEBDO_MAILGUN_SIGNING_KEY);
  if (HEBDO_POSTMARK_SECRET)
    providers.postmark = (await import('../../bounces/webhooks/postmark.ts')).postmark(HEBDO_POSTMARK_SECRET);
  if (HEBDO_BREVO_SECRET) providers.brevo = (await import('../../bounces/webhooks/brevo.ts')).brevo(HEBDO_BREVO_SECRET);
  return providers;
}

/** @throws WorldError if it cannot be fetched, or is redirected: Amazon does not redirect */
async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(answerTimeoutMs) });
  if (!response.ok)
    throw new WorldError(t('%{host} answered %{status}', { host: new URL(url).host, status: response.status }));
  return (await response.text()).slice(0, maxAnswerBytes);
}

import { createVerify } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../source/json.ts';
import { sesEvents, sesNotice } from '../ses-notice.ts';
import type { Provider } from './provider.ts';

/** Fetches a text: the certificate of a signature, or the page that confirms a subscription. */
type FetchText = (url: string) => Promise<string>;

/** SNS retries for less than an hour over HTTPS; a day also covers our own outages. */
const maxAgeMs = 86_400_000;
/** The limit of fetched certificates in a window of time: Amazon has a few, and rarely changes them. */
const maxFetches = 4;
const fetchWindowMs = 600_000;

/** An envelope of Amazon SNS. */
const envelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
  Subject: z.string().nullish(),
  SubscribeURL: z.string().optional(),
  Token: z.string().optional(),
});
type Envelope = z.infer<typeof envelope>;

/** Whether a URL is that of Amazon's SNS server in the topic's region, over TLS. @param topic its ARN, `arn:aws:sns:REGION:ACCOUNT:NAME` */
const isAmazonUrl = (text: string | undefined, topic: string): text is string => {
  const url = URL.parse(text ?? '');
  const region = topic.split(':')[3] ?? '';
  return (
    url?.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    [`sns.${region}.amazonaws.com`, `sns.${region}.amazonaws.com.cn`].includes(url.hostname)
  );
};

/** Certificates that are kept at most. */
const maxCertificates = 8;

/**
 * Amazon SES over SNS, whose envelopes are signed (docs.aws.amazon.com/sns, Verifying message signatures). A new
 * subscription of our topic is confirmed automatically.
 * @param topic the ARN of our topic; Amazon also signs the topics of others
 */
export function ses(topic: string, fetchText: FetchText): Provider {
  const certificates = new Map<string, Promise<string>>();
  const certificateAt = (url: string): Promise<string> => {
    const certificate = certificates.get(url) ?? fetchText(url);
    certificates.set(url, certificate);
    if (certificates.size > maxCertificates) certificates.clear();
    certificate.catch(() => certificates.delete(url));
    return certificate;
  };
  const fetchedAt: number[] = [];
  /** Whether a certificate is cached, or may be fetched: forged requests must not cause unlimited fetches. */
  const mayFetch = (url: string, now: Date): boolean => {
    if (certificates.has(url)) return true;
    while (now.getTime() - (fetchedAt[0] ?? now.getTime()) > fetchWindowMs) fetchedAt.shift();
    return fetchedAt.length < maxFetches && fetchedAt.push(now.getTime()) > 0;
  };
  return async ({ body, now }) => {
    const parsed = envelope.safeParse(parseJson(body));
    if (!parsed.success) return { why: 'malformed' };
    const sent = parsed.data;
    // Nothing is fetched for a request that cannot be Amazon's: an old one, or one whose certificate has another name.
    const ageMs = Math.abs(now.getTime() - Date.parse(sent.Timestamp));
    const isPlausible =
      sent.TopicArn === topic &&
      isAmazonUrl(sent.SigningCertURL, topic) &&
      /^\/SimpleNotificationService-[0-9a-f]{4,64}\.pem$/.test(new URL(sent.SigningCertURL).pathname) &&
      /^[A-Za-z0-9+/]{170,700}={0,2}$/.test(sent.Signature) &&
      ageMs <= maxAgeMs;
    if (!isPlausible || !mayFetch(sent.SigningCertURL, now)) return { why: 'forged' };
    if (!isSigned(sent, await certificateAt(sent.SigningCertURL))) return { why: 'forged' };
    if (sent.Type === 'SubscriptionConfirmation') {
      if (!isAmazonUrl(sent.SubscribeURL, topic)) return { why: 'forged' };
      await fetchText(sent.SubscribeURL);
      return { events: [] };
    }
    if (sent.Type !== 'Notification') return { events: [] };
    const read = sesNotice.safeParse(parseJson(sent.Message));
    return read.success
      ? { events: sesEvents(read.data).map(({ class: kind, ...event }) => ({ kind, ...event })) }
      : { why: 'malformed' };
  };
}

function isSigned(sent: Envelope, certificate: string): boolean {
  const fields: [string, string | null | undefined][] =
    sent.Type === 'Notification'
      ? [
          ['Message', sent.Message],
          ['MessageId', sent.MessageId],
          ['Subject', sent.Subject],
          ['Timestamp', sent.Timestamp],
          ['TopicArn', sent.TopicArn],
          ['Type', sent.Type],
        ]
      : [
          ['Message', sent.Message],
          ['MessageId', sent.MessageId],
          ['SubscribeURL', sent.SubscribeURL],
          ['Timestamp', sent.Timestamp],
          ['Token', sent.Token],
          ['TopicArn', sent.TopicArn],
          ['Type', sent.Type],
        ];
  const canonical = fields.flatMap(([name, value]) => (value == null ? [] : [`${name}\n${value}\n`])).join('');
  try {
    return createVerify(sent.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
      .update(canonical)
      .verify(certificate, sent.Signature, 'base64');
  } catch {
    // The text is no certificate.
    return false;
  }
}

import { z } from 'zod';
import { parseJson } from '../../source/json.ts';
import { bearsSecret, type Provider, type ReportedEvent } from './provider.ts';

/** The kinds of bounces that say something of an address; of the others (absences, challenges, …) nothing is done. */
const hard = ['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated'];
const soft = [
  'Transient',
  'SoftBounce',
  'DnsError',
  'SpamNotification',
  'Blocked',
  'DMARCPolicy',
  'Undeliverable',
  'Unknown',
];

const call = z.discriminatedUnion('RecordType', [
  z.object({
    RecordType: z.literal('Bounce'),
    ID: z.number(),
    Type: z.string(),
    Email: z.string(),
    Details: z.string().optional(),
    Description: z.string().optional(),
  }),
  z.object({ RecordType: z.literal('SpamComplaint'), ID: z.number(), Email: z.string() }),
  z.object({
    RecordType: z.literal('SubscriptionChange'),
    MessageID: z.string().optional(),
    Recipient: z.string(),
    SuppressSending: z.boolean(),
    ChangedAt: z.string().optional(),
  }),
]);

/**
 * Postmark's bounce, spam complaint and subscription webhooks (postmarkapp.com/developer/webhooks). Postmark does not
 * sign: the webhook's URL or header bears our secret.
 */
export function postmark(secret: string): Provider {
  return async sent => {
    if (!bearsSecret(sent, secret)) return { why: 'forged' };
    const parsed = call.safeParse(parseJson(sent.body));
    return parsed.success ? { events: eventsOf(parsed.data) } : { why: 'malformed' };
  };
}

function eventsOf(told: z.infer<typeof call>): ReportedEvent[] {
  if (told.RecordType === 'SpamComplaint')
    return [{ key: `postmark ${told.ID}`, kind: 'complaint', recipient: told.Email }];
  if (told.RecordType === 'SubscriptionChange') {
    const key = `postmark ${told.MessageID} ${told.Recipient} ${told.ChangedAt}`;
    return told.SuppressSending ? [{ key, kind: 'leave', recipient: told.Recipient }] : [];
  }
  const kind = hard.includes(told.Type) ? 'hard' : soft.includes(told.Type) ? 'soft' : undefined;
  if (kind === undefined) return [];
  const words = told.Details ?? told.Description;
  const code = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(words ?? '')?.[0];
  return [{ key: `postmark ${told.ID}`, kind, recipient: told.Email, code, words }];
}

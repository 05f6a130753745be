import { z } from 'zod';
import type { RefusalClass } from '../../replies/code-classes.ts';
import { refusalClass } from '../../replies/refusal.ts';
import { parseJson } from '../../source/json.ts';
import { ownValue } from '../../source/own.ts';
import { bearsSecret, type Provider, type ReportedEvent } from './provider.ts';

/** The classes of bounces by type; others (absences, challenges, …) are ignored. */
const classes: Record<string, RefusalClass> = {
  HardBounce: 'hard',
  BadEmailAddress: 'hard',
  ManuallyDeactivated: 'hard',
  Transient: 'soft',
  SoftBounce: 'soft',
  DnsError: 'soft',
  SpamNotification: 'policy',
  Blocked: 'policy',
  DMARCPolicy: 'policy',
  Undeliverable: 'unknown',
  Unknown: 'unknown',
};

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
 * sign: the webhook's URL or header has our secret.
 */
export function postmark(secret: string): Provider {
  return async sent => {
    if (!bearsSecret(sent, secret)) return { why: 'forged' };
    const parsed = call.safeParse(parseJson(sent.body));
    return parsed.success ? { events: eventsOf(parsed.data) } : { why: 'malformed' };
  };
}

function eventsOf(event: z.infer<typeof call>): ReportedEvent[] {
  if (event.RecordType === 'SpamComplaint')
    return [{ key: `postmark ${event.ID}`, kind: 'complaint', recipient: event.Email }];
  if (event.RecordType === 'SubscriptionChange') {
    const key = `postmark ${event.MessageID} ${event.Recipient} ${event.ChangedAt}`;
    return event.SuppressSending ? [{ key, kind: 'leave', recipient: event.Recipient }] : [];
  }
  const listed = ownValue(classes, event.Type);
  if (listed === undefined) return [];
  const words = event.Details ?? event.Description;
  // Postmark's "soft bounce" is any refusal that may be lifted, also one of us.
  const kind = listed === 'soft' && refusalClass(undefined, words ?? '') === 'policy' ? 'policy' : listed;
  const code = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(words ?? '')?.[0];
  return [{ key: `postmark ${event.ID}`, kind, recipient: event.Email, code, words }];
}

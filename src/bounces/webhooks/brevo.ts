import { z } from 'zod';
import { parseJson } from '../../source/json.ts';
import { ownValue } from '../../source/own.ts';
import { bearsSecret, type Provider, type ReportedEvent } from './provider.ts';

const kinds: Record<string, ReportedEvent['kind']> = {
  hard_bounce: 'hard',
  hardBounce: 'hard',
  invalid_email: 'hard',
  invalid: 'hard',
  soft_bounce: 'soft',
  softBounce: 'soft',
  blocked: 'unknown',
  error: 'unknown',
  spam: 'complaint',
  complaint: 'complaint',
  unsubscribed: 'leave',
  unsubscribe: 'leave',
};

const one = z.object({
  event: z.string(),
  email: z.string(),
  'message-id': z.string().optional(),
  ts_event: z.number().optional(),
  reason: z.string().optional(),
});

/**
 * Brevo's transactional webhooks (developers.brevo.com/docs/transactional-webhooks), alone or in batches. Brevo does not
 * sign: the webhook's token is our secret.
 */
export function brevo(secret: string): Provider {
  return async sent => {
    if (!bearsSecret(sent, secret)) return { why: 'forged' };
    const parsed = z.union([one.transform(event => [event]), z.array(one)]).safeParse(parseJson(sent.body));
    if (!parsed.success) return { why: 'malformed' };
    const events = parsed.data.flatMap(({ event, email, reason, ...rest }): ReportedEvent[] => {
      const kind = ownValue(kinds, event);
      if (kind === undefined) return [];
      const key = `brevo ${event} ${rest['message-id']} ${email} ${rest.ts_event}`;
      const code = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(reason ?? '')?.[0];
      return [{ key, kind, recipient: email, code, words: reason }];
    });
    return { events };
  };
}

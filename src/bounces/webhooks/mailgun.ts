import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { refusalClass } from '../../replies/refusal.ts';
import { parseJson } from '../../source/json.ts';
import { isSecret, type Provider, type ReportedEvent } from './provider.ts';

/** A signature is accepted for a day: Mailgun retries for eight hours. */
const maxAgeSeconds = 86_400;
/** Tokens that are remembered. */
const maxTokens = 20_000;

const call = z.object({
  signature: z.object({ timestamp: z.string(), token: z.string(), signature: z.string() }),
  'event-data': z.object({
    id: z.string(),
    event: z.string(),
    recipient: z.string(),
    severity: z.string().optional(),
    'delivery-status': z
      .object({
        code: z.number().optional().catch(undefined),
        'enhanced-code': z.string().optional().catch(undefined),
        message: z.string().optional().catch(undefined),
        description: z.string().optional().catch(undefined),
      })
      .optional(),
  }),
});

/**
 * Mailgun's webhooks, signed with HMAC-SHA256 (documentation.mailgun.com, Securing webhooks).
 * The signature covers time and token only: a token that is sent again with another event was copied.
 * @param key the signing key
 */
export function mailgun(key: string): Provider {
  const eventOf = new Map<string, string>();
  return async ({ body, now }) => {
    const parsed = call.safeParse(parseJson(body));
    if (!parsed.success) return { why: 'malformed' };
    const { timestamp, token, signature } = parsed.data.signature;
    const wanted = createHmac('sha256', key).update(`${timestamp}${token}`).digest('hex');
    const isFresh = /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() / 1000 - Number(timestamp)) <= maxAgeSeconds;
    if (!isSecret(signature, wanted) || !isFresh) return { why: 'forged' };
    const data = parsed.data['event-data'];
    const event = `${data.id} ${data.event} ${data.recipient.toLowerCase()}`;
    if ((eventOf.get(token) ?? event) !== event) return { why: 'forged' };
    eventOf.set(token, event);
    const [oldest] = eventOf.keys();
    if (eventOf.size > maxTokens && oldest !== undefined) eventOf.delete(oldest);
    const kind = kindOf(data);
    if (kind === undefined) return { events: [] };
    const status = data['delivery-status'];
    const words = status?.message || status?.description;
    const code = status?.['enhanced-code'] || (status?.code === undefined ? undefined : String(status.code));
    return { events: [{ key: `mailgun ${data.id}`, kind, recipient: data.recipient, code, words }] };
  };
}

function kindOf(data: z.infer<typeof call>['event-data']): ReportedEvent['kind'] | undefined {
  if (data.event === 'complained') return 'complaint';
  if (data.event === 'unsubscribed') return 'leave';
  // Mailgun still retries temporary failures.
  if (data.event !== 'failed' || data.severity !== 'permanent') return undefined;
  const status = data['delivery-status'];
  const words = `${status?.['enhanced-code'] ?? ''} ${status?.message ?? ''} ${status?.description ?? ''}`;
  // 605: Mailgun suppresses the address because of an earlier bounce.
  return status?.code === 605 ? 'hard' : refusalClass(status?.code, words);
}

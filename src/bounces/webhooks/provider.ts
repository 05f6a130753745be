import { hash, timingSafeEqual } from 'node:crypto';

/** What a provider tells of one recipient. It is believed, for it bears the provider's signature or our shared secret. */
export type ReportedEvent = {
  /** Names the event: providers tell some more than once. */
  key: string;
  kind: 'hard' | 'soft' | 'complaint' | 'leave';
  recipient: string;
  code?: string;
  words?: string;
};

/** What came to a webhook. */
export type Call = { header(name: string): string | undefined; body: string; now: Date };

/** `forged`: it was not the provider who sent it; `malformed`: it says nothing that can be understood. */
type Told = { events: ReportedEvent[] } | { events?: undefined; why: 'forged' | 'malformed' };

/** Reads what one provider sends, once it is sure that they did. */
export type Provider = (call: Call) => Promise<Told>;

/** Whether a secret is the one we know, in the same time whatever it is. */
export const isSecret = (given: string, known: string): boolean =>
  timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', known, 'buffer'));

/** Whether a call bears our secret, as `Authorization: Bearer …` or as the password of a URL like `https://any:secret@…`. */
export function bearsSecret({ header }: Call, known: string): boolean {
  const [, scheme = '', value = ''] = /^(\w+) +(.*)$/.exec(header('authorization') ?? '') ?? [];
  const given =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(value, 'base64')
          .toString('utf8')
          .replace(/^[^:]*:/, '')
      : value;
  return isSecret(given, known);
}

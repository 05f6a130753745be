import { hash, timingSafeEqual } from 'node:crypto';
import type { RefusalClass } from '../../replies/code-classes.ts';

/** A provider's event about one recipient, authenticated by the provider's signature or our shared secret. */
export type ReportedEvent = {
  /** Identifies the event: providers send some more than once. */
  key: string;
  kind: RefusalClass | 'complaint' | 'leave';
  recipient: string;
  code?: string;
  words?: string;
};

/** A request to a webhook. */
type Call = { header(name: string): string | undefined; body: string; now: Date };

/** The events of a request. `forged`: the provider did not send it; `malformed`: it cannot be read. */
type ReadEvents = { events: ReportedEvent[] } | { events?: undefined; why: 'forged' | 'malformed' };

/** Authenticates and reads the requests of one provider. */
export type Provider = (call: Call) => Promise<ReadEvents>;

/** Whether a secret is the known one, compared in constant time. */
export const isSecret = (given: string, known: string): boolean =>
  timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', known, 'buffer'));

/** Whether a request has our secret, as `Authorization: Bearer …` or as the password of a URL like `https://any:secret@…`. */
export function bearsSecret({ header }: Call, known: string): boolean {
  const [, scheme = '', value = ''] = /^(\w+) +([^ \n][^\n]*)$/.exec(header('authorization') ?? '') ?? [];
  const given =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(value, 'base64')
          .toString('utf8')
          .replace(/^[^:]*:/, '')
      : value;
  return isSecret(given, known);
}

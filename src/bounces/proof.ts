import { type Addressed, type AddressUse, readVerp } from '../message/verp.ts';
import { readToken } from '../secret/link-token.ts';
import type { Mail } from './mail.ts';
import { fieldIn } from './mime/header.ts';

/** What proves that a mail is about one of our messages. */
export type Keys = {
  /** `HEBDO_BOUNCE_ADDRESS`. */
  bounceAddress: string;
  /** `HEBDO_SECRET`, then those before it. */
  secrets: readonly string[];
};

/** The fields that say to which address a mail was sent. All others may be copied from another mail. */
const recipientField = /^(?:to|cc|delivered-to|x-original-to|envelope-to|x-envelope-to|received):(.*)$/gim;

/**
 * The signed address that a mail was sent to: of its own header only, and of `Received` what follows `for` (RFC 5321 section 4.4).
 * An address to leave by comes first.
 */
export function signedAddress({ head }: Mail, keys: Keys): (Addressed & { use: AddressUse }) | undefined {
  const values = [...head.matchAll(recipientField)].map(([line, value = '']) =>
    /^received:/i.test(line) ? (/\sfor\s([^;]{1,400})/i.exec(value)?.[1] ?? '') : value,
  );
  const found = values.flatMap(value => readVerp(value, keys.bounceAddress, keys.secrets) ?? []);
  return found.find(({ use }) => use === 'leave') ?? found[0];
}

/** Whether a mail is one of our own messages that a reader's mailbox sent on as it is: its header has our address to leave by. */
export const isOwnMessage = ({ head }: Mail, { bounceAddress, secrets }: Keys): boolean =>
  readVerp(fieldIn(head, 'list-unsubscribe') ?? '', bounceAddress, secrets) !== undefined;

/**
 * The subscriber a mail is about, by our own signature: the signed address it was sent to or that is in the mail it returns, else the
 * signed link to unsubscribe in that mail's header or text. Everything else in a mail can be forged.
 */
export function provenReader({ head, reports, text, original }: Mail, keys: Keys): Addressed | undefined {
  const { bounceAddress, secrets } = keys;
  const returned = [...reports.map(({ fields }) => fields), text, original];
  for (const part of [head, ...returned]) {
    const found = readVerp(part, bounceAddress, secrets);
    if (found !== undefined) return { subscriber: found.subscriber, week: found.week };
  }
  for (const part of returned)
    for (const [, token = ''] of part.matchAll(/\/unsubscribe\/([\w-]+\.[\w-]+)/g)) {
      const { claims } = readToken(token, 'unsubscribe', secrets, new Date(0));
      if (claims !== undefined && claims.about > 0) return { subscriber: claims.about, week: claims.week };
    }
  return undefined;
}

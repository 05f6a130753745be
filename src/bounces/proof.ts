import { type Addressed, type AddressUse, readVerp } from '../message/verp.ts';
import { readToken } from '../secret/link-token.ts';
import type { Mail } from './mail.ts';

/** What proves that a mail is about one of our messages. */
export type Keys = {
  /** `HEBDO_BOUNCE_ADDRESS`. */
  bounceAddress: string;
  /** `HEBDO_SECRET`, then those before it. */
  secrets: readonly string[];
};

/**
 * The subscriber a mail is about, by our own signature: the signed address it was sent to or that is in the mail it returns, else the
 * signed link to unsubscribe in that mail's header or text. Everything else in a mail can be forged.
 */
export function provenReader(
  { head, reports, text, original }: Mail,
  { bounceAddress, secrets }: Keys,
): (Addressed & { use: AddressUse }) | undefined {
  const returned = [...reports.map(({ fields }) => fields), text, original];
  for (const part of [head, ...returned]) {
    const found = readVerp(part, bounceAddress, secrets);
    if (found !== undefined) return found;
  }
  // A link proves which message was sent to whom. Only the signed address to leave by proves a wish to leave.
  for (const part of returned)
    for (const [, token = ''] of part.matchAll(/\/unsubscribe\/([\w-]+\.[\w-]+)/g)) {
      const { claims } = readToken(token, 'unsubscribe', secrets, new Date(0));
      if (claims !== undefined && claims.about > 0)
        return { subscriber: claims.about, week: claims.week, use: 'bounce' };
    }
  return undefined;
}

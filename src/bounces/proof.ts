import { type Addressed, type AddressUse, readVerp } from '../message/verp.ts';
import { readToken } from '../secret/link-token.ts';
import type { Mail } from './mail.ts';

/** What tells our own mail from one that anybody can write. */
export type Keys = {
  /** `HEBDO_BOUNCE_ADDRESS`. */
  bounceAddress: string;
  /** `HEBDO_SECRET`, then those before it. */
  secrets: readonly string[];
};

/**
 * Whom a mail is about, by what only we can have written: the signed address it came to, or that stands in the mail it
 * returns, else the signed link to unsubscribe in that mail's header or text. All else in a mail can be made up.
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
  // A link proves what was sent to whom; that its reader wants to leave, only an address of its own does.
  for (const part of returned)
    for (const [, token = ''] of part.matchAll(/\/unsubscribe\/([\w-]+\.[\w-]+)/g)) {
      const { claims } = readToken(token, 'unsubscribe', secrets, new Date(0));
      if (claims !== undefined && claims.about > 0)
        return { subscriber: claims.about, week: claims.week, use: 'bounce' };
    }
  return undefined;
}

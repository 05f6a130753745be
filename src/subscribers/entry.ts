import type { SubscriberEntry } from '../store/subscribers.ts';
import { checkAddress } from './address.ts';

/** What a file or a person gives of a subscriber, before it is checked. */
export type RawEntry = { email: string; name?: string; language?: string; status?: string };

/** An entry that can be stored, or why it cannot. */
export type CheckedEntry = { entry: SubscriberEntry; why?: undefined } | { entry?: undefined; why: string };

/**
 * Checks one subscriber's data.
 * @param fallback the language of one who names none
 */
export function checkEntry({ email, name, language, status }: RawEntry, fallback: string): CheckedEntry {
  const checked = checkAddress(email);
  if (checked.address === undefined) return { why: checked.why };
  const trimmed = name?.trim().normalize('NFC') ?? '';
  // A line break in a name is how headers are forged.
  if (/[\r\n]/.test(trimmed)) return { why: 'the name holds a line break' };
  if (/[\p{Cc}\u2028\u2029\uE000-\uF8FF]/u.test(trimmed))
    return { why: 'the name holds an invisible control character' };
  if (trimmed.length > 200) return { why: 'the name is longer than 200 characters' };
  const tag = canonicalTag(language?.trim() || fallback);
  if (tag === undefined) return { why: `\`${language}\` is not a language tag such as fr, en or pt-BR` };
  const known = status?.trim().toLowerCase() || 'active';
  if (known !== 'active' && known !== 'unsubscribed')
    return { why: `the status \`${status}\` is neither active nor unsubscribed` };
  return {
    entry: {
      address: checked.address,
      language: tag,
      ...(trimmed === '' ? {} : { name: trimmed }),
      ...(known === 'unsubscribed' ? { left: true } : {}),
    },
  };
}

/** `fr_FR` and `FR` are often found in files for `fr-FR` and `fr`. */
function canonicalTag(language: string): string | undefined {
  try {
    const tag = language.replaceAll('_', '-');
    return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) ? Intl.getCanonicalLocales(tag)[0] : undefined;
  } catch {
    return undefined;
  }
}

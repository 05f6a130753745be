import { isTimeZone, tagShape } from '../source/values.ts';
import type { SubscriberEntry } from '../store/subscribers/entry.ts';
import { checkAddress } from './address.ts';

/** What a file or a person gives of a subscriber, before it is checked. */
export type RawEntry = {
  email: string;
  name?: string;
  language?: string;
  status?: string;
  /** Separated by commas, semicolons or bars. */
  tags?: string;
  /** An IANA name. */
  timeZone?: string;
  /** When they joined. */
  since?: string;
  /** Why the address must not be mailed. */
  suppress?: string;
};

/** An entry that can be stored, or why it cannot. */
export type CheckedEntry = { entry: SubscriberEntry; why?: undefined } | { entry?: undefined; why: string };

/**
 * Checks one subscriber's data.
 * @param fallback the language of one who names none
 */
export function checkEntry(raw: RawEntry, fallback: string): CheckedEntry {
  const { email, name, language, status, suppress, since } = raw;
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
  const timeZone = raw.timeZone?.trim() || undefined;
  if (timeZone !== undefined && !isTimeZone(timeZone))
    return { why: `\`${timeZone.slice(0, 60)}\` is no time zone such as Europe/Paris` };
  const { tags, why } = checkTags(raw.tags ?? '');
  if (why !== undefined) return { why };
  const joined = momentOf(since);
  return {
    entry: {
      address: checked.address,
      language: tag,
      ...(trimmed === '' ? {} : { name: trimmed }),
      ...(known === 'unsubscribed' ? { left: true } : {}),
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(tags.length > 0 ? { tags } : {}),
      ...(suppress === undefined ? {} : { suppress }),
      ...(joined === undefined ? {} : { since: joined }),
    },
  };
}

/** Reads a list of tags, separated by commas, semicolons or bars. */
export function checkTags(text: string): { tags: string[]; why?: undefined } | { tags?: undefined; why: string } {
  const tags = text
    .split(/[,;|]/)
    .map(tag => tag.trim().toLowerCase().normalize('NFC'))
    .filter(tag => tag !== '');
  const wrong = tags.find(tag => !tagShape.test(tag));
  return wrong === undefined
    ? { tags: [...new Set(tags)] }
    : { why: `\`${wrong.slice(0, 60)}\` is no tag: it has up to 50 letters, digits, spaces, dots, dashes` };
}

/** A moment as exports write it: ISO 8601, with a space for the T, without a zone (then UTC). */
function momentOf(text: string | undefined): string | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?/.exec(
    text?.trim() ?? '',
  );
  if (parts === null) return undefined;
  const [, day, time = '00:00:00', zone = 'Z'] = parts;
  const at = new Date(`${day}T${time}${zone}`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
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

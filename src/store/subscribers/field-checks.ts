import { tagShape } from '../../source/values.ts';
import { t } from '../../wording/wording.ts';
import { languageNamed } from './language-names.ts';
import { timeZoneNamed } from './time-zone-names.ts';

const maxNameCharacters = 200;
/** Characters of a refused value that its message repeats. */
const maxQuotedCharacters = 60;

/** What the text of a field means for an entry, which is empty where the text is; or why the text is refused. */
type Checked<Part> = { part: Part; why?: undefined } | { part?: undefined; why: string };

/** A name for headers and pages. @param text what a file or a person gave, spaces around it included */
export function checkName(text: string): Checked<{ name?: string }> {
  const name = text.trim().normalize('NFC');
  // A line break in a name would forge a header.
  if (/[\r\n]/.test(name)) return { why: t('the name holds a line break') };
  if (/[\p{Cc}\u2028\u2029\uE000-\uF8FF]/u.test(name))
    return { why: t('the name holds an invisible control character') };
  if (/[\u202a-\u202e\u2066-\u2069]/u.test(name))
    return { why: t('the name holds a character that changes the direction of the text') };
  if (name.length > maxNameCharacters)
    return { why: t('the name is longer than %{limit} characters', { limit: maxNameCharacters }) };
  return { part: name === '' ? {} : { name } };
}

/** A language: a BCP 47 tag, a locale (`fr_FR.UTF-8`) or a name (`Français`), as its canonical tag. */
export function checkLanguage(text: string): Checked<{ language?: string }> {
  if (text.trim() === '') return { part: {} };
  const language = languageNamed(text);
  return language === undefined
    ? {
        why: t('`%{text}` is not a language tag such as fr, en or pt-BR', { text: text.slice(0, maxQuotedCharacters) }),
      }
    : { part: { language } };
}

/** `active`, which is also the status of an empty text, or `unsubscribed`. */
export function checkStatus(text: string): Checked<{ left?: true }> {
  const status = text.trim().toLowerCase() || 'active';
  if (status !== 'active' && status !== 'unsubscribed')
    return { why: t('the status `%{text}` is neither active nor unsubscribed', { text }) };
  return { part: status === 'unsubscribed' ? { left: true } : {} };
}

/** A moment as exports write it: ISO 8601, with a space for the T, without a zone (then UTC). Any other text is ignored. */
export function checkSince(text: string): Checked<{ since?: string }> {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?/.exec(text.trim());
  if (parts === null) return { part: {} };
  const [, day, time = '00:00:00', zone = 'Z'] = parts;
  const at = new Date(`${day}T${time}${zone}`);
  return { part: Number.isNaN(at.getTime()) ? {} : { since: at.toISOString() } };
}

/** Reads tags, separated by commas, semicolons or bars. */
export function readTags(text: string): { tags: string[]; why?: undefined } | { tags?: undefined; why: string } {
  const tags = text
    .split(/[,;|]/)
    .map(tag => tag.trim().toLowerCase().normalize('NFC'))
    .filter(tag => tag !== '');
  const wrong = tags.find(tag => !tagShape.test(tag))?.slice(0, maxQuotedCharacters);
  return wrong === undefined
    ? { tags: [...new Set(tags)] }
    : { why: t('`%{wrong}` is not a tag: a tag has up to 100 printable characters', { wrong }) };
}

/** Tags; see `readTags`. */
export function checkTags(text: string): Checked<{ tags?: string[] }> {
  if (text === '') return { part: {} };
  const { tags, why } = readTags(text);
  if (tags === undefined) return { why };
  return { part: tags.length === 0 ? {} : { tags } };
}

/** A time zone, as the IANA list or an export names it. */
export function checkTimeZone(text: string): Checked<{ timeZone?: string }> {
  if (text.trim() === '') return { part: {} };
  const timeZone = timeZoneNamed(text);
  if (timeZone !== undefined) return { part: { timeZone } };
  return {
    why: t('`%{text}` is not a time zone such as Europe/Paris', { text: text.trim().slice(0, maxQuotedCharacters) }),
  };
}

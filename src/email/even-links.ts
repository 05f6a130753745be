import type { Locale } from '../edition/locale.ts';
import { issueSlots } from './slots.ts';

const { unsubscribe_url, preferences_url, language_url } = issueSlots;
const address = `(?:https?://|[${unsubscribe_url}${preferences_url}${language_url}])`;
const inHtml = new RegExp(`\\b(?:href|src)="${address}`, 'gi');
const inText = new RegExp(address, 'gi');

/**
 * Makes the number of links of an email's two parts even, for rspamd takes an odd one as a sign of parts that do not
 * belong together (`URI_COUNT_ODD`, 1.0). Here it says nothing: in HTML the title, the picture and the button of an
 * article are links, and the text has its address once. Where the sum is odd, the text repeats the address of the web
 * version at its end.
 * @returns the text
 */
export function withEvenLinks(text: string, html: string, webVersion: string, { t }: Pick<Locale, 't'>): string {
  const links = countOf(html, inHtml) + countOf(text, inText);
  return links % 2 === 0 ? text : `${text}\n\n${t('web_version')}\n${webVersion}\n`;
}

const countOf = (part: string, pattern: RegExp): number => part.match(pattern)?.length ?? 0;

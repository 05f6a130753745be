import { readDate } from '../../source/read-date.ts';
import { tidy } from '../draft.ts';
import { lengthOf, type PageDocument } from '../page-document.ts';

/** Characters of a paragraph that begins the text, at least, and of a line with author and date, at most. */
const [minTextChars, maxBylineChars] = [150, 120];

/** Removes the lines with the author, the date and the time it takes to read before the text. */
export function removeByline(content: PageDocument): void {
  for (const element of content.querySelectorAll('header, p, div, ul, h2, h3, h4, h5')) {
    const text = tidy(element.textContent);
    if (element.tagName === 'P' && text.length >= minTextChars) return;
    const hasTime = element.querySelector('time') !== null;
    const isDated = hasTime || /(?:19|20)\d\d/.test(text);
    // A sentence may begin so, too: `By 2019 the harbour was full of mud`.
    const isByline =
      /^(?:par|by|le|on|publié|posted|published|mis à jour|updated)(?!\p{L}|\s(?:19|20)\d\d\s)/iu.test(text) &&
      !/[.!?…]$/.test(text);
    const isReadingTime = /\bmin(?:utes?)? (?:read|de lecture)/i.test(text);
    if (element.tagName === 'HEADER' && hasTime && text.length < maxHeaderChars)
      element.replaceWith(
        ...[...element.querySelectorAll('p, h2, h3')].filter(
          one => lengthOf(one) >= minStandfirstChars && one.querySelector('time') === null,
        ),
      );
    else if (
      text.length <= maxBylineChars &&
      (isReadingTime ||
        (isDated && (isByline || (/^(?:P|DIV)$/.test(element.tagName) && readDate(text) !== undefined))))
    )
      element.remove();
  }
}

/** Characters of a header that has a title, a byline and perhaps a standfirst, at most, and of that standfirst, at least. */
const [maxHeaderChars, minStandfirstChars] = [600, 30];

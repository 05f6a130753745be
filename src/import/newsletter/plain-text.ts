import { isReadMore, maxLabelChars } from './layout/words.ts';

/** Characters of a title. */
const maxTitleChars = 120;
/** Lines of a signature; after a longer text, the line was a rule. */
const maxSignatureLines = 16;
const underline = /^\s*(?:={3,}|-{3,}|~{3,}|\*{3,}|_{3,})\s*$/;
const separator = /^\s*(?:={3,}|-{3,}|~{3,}|_{3,}|\*{3,}|#{3,}|(?:[*•·–—+] ?){3,})\s*$/;
const ownLink = /^(?:([^<>\n]{0,60}?)[ :→»>-]{0,4})?<?(https?:\/\/[^\s<>]{1,2000})>?$/;

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * The plain text of a newsletter as HTML: lines that are underlined, in capitals, below a rule or begin with `#` are headings; an address
 * on a line of its own is a button.
 */
export function htmlOfText(text: string): string {
  const all = text.replace(/\r\n?/g, '\n').split('\n');
  // A signature stands after a line of its own (RFC 3676, section 4.3).
  const signature = all.findLastIndex(line => /^-- ?$/.test(line));
  const lines = withMarkedTitles(
    signature > 0 && all.length - signature <= maxSignatureLines ? all.slice(0, signature) : all,
  );
  const html: string[] = [];
  let isAfterRule = false;
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] ?? '';
    if (line.trim() === '') i++;
    else if (separator.test(line)) {
      isAfterRule = true;
      i++;
    } else {
      const paragraph: string[] = [];
      while (
        i < lines.length &&
        (lines[i] ?? '').trim() !== '' &&
        (paragraph.length === 0 || !separator.test(lines[i] ?? ''))
      )
        paragraph.push((lines[i++] ?? '').trim());
      const isUnderlined = underline.test(lines[i] ?? '') && isTitle(paragraph);
      if (isUnderlined) i++;
      html.push(...paragraphHtml(paragraph, isUnderlined || isAfterRule));
      // Above a title there may be its category.
      isAfterRule = isAfterRule && isCapitals(paragraph.join(' '));
    }
  }
  return `<html><body>${html.join('\n')}</body></html>`;
}

const listItem = /^[*•+–-] +(\S.{1,118})$/;

/** Lines in which titles that look like items of a list (`* A title`), each alone above its text, are titles of Markdown. */
function withMarkedTitles(lines: readonly string[]): string[] {
  const filled = lines.flatMap((line, i) => (line.trim() === '' ? [] : [i]));
  const isItem = (i: number | undefined): boolean => i !== undefined && listItem.test(lines[i] ?? '');
  const titles = filled.filter((at, n) => {
    const [before, after] = [filled[n - 1], filled[n + 1]];
    const isAlone = before !== at - 1 && after !== undefined && after !== at + 1;
    return isAlone && isItem(at) && !isItem(before) && !isItem(after) && !isSentence(lines[at] ?? '');
  });
  // One alone may be a list of one item.
  const marked = new Set(titles.length > 1 ? titles : []);
  return lines.map((line, i) => (marked.has(i) ? line.replace(listItem, '### $1') : line));
}

const isTitle = ([first = '', ...others]: readonly string[]): boolean =>
  first.length <= maxTitleChars && others.every(line => ownLink.test(line)) && !ownLink.test(first);

const isCapitals = (text: string): boolean =>
  text.length <= maxTitleChars && /\p{Lu}{2}/u.test(text) && text === text.toUpperCase();

/** The HTML of one paragraph. @param isHead whether it is underlined or stands below a rule */
function paragraphHtml(lines: readonly string[], isHead: boolean): string[] {
  const [first = ''] = lines;
  const [, signs, marked] = /^(#{1,4}) (.{1,200}?)(?: #{1,4})?$/.exec(first) ?? [];
  const bold = /^\*{1,2}([^*]{3,120})\*{1,2}$/.exec(first)?.[1];
  if (signs !== undefined && marked !== undefined)
    return [`<h${signs.length}>${escapeHtml(marked)}</h${signs.length}>`, ...bodyHtml(lines.slice(1))];
  if (bold !== undefined) return [`<h3>${escapeHtml(bold)}</h3>`, ...bodyHtml(lines.slice(1))];
  if (isCapitals(first) && isTitle(lines))
    return [
      isHead && lines.length === 1
        ? `<p class="kicker" style="font-weight:bold">${escapeHtml(first)}</p>`
        : `<h2>${escapeHtml(first)}</h2>`,
      ...bodyHtml(lines.slice(1)),
    ];
  if (isHead && isTitle(lines.filter(line => !isNote(line))) && !isSentence(first))
    return [`<h3>${escapeHtml(first)}</h3>`, ...bodyHtml(lines.slice(1))];
  return bodyHtml(lines);
}

const isSentence = (line: string): boolean => /[.:;,]$/.test(line) && !/\.\.\.$/.test(line);

const bareLink = /^<?https?:\/\/[^\s<>]{1,2000}>?$/;
const attribute = (address: string): string => escapeHtml(address.replace(/^<|>$/g, '')).replaceAll('"', '%22');

/** The lines without a remark in brackets before them, which says what an image shows; a short one is kept, as a paragraph. */
function withoutNote(lines: readonly string[], html: string[]): readonly string[] {
  const end = lines[0]?.startsWith('[') ? lines.slice(0, 5).findIndex(line => line.endsWith(']')) : -1;
  if (end === -1) return lines;
  const note = lines
    .slice(0, end + 1)
    .join(' ')
    .slice(1, -1);
  if (note.length <= maxLabelChars) html.push(`<p>${escapeHtml(note)}</p>`);
  return lines.slice(end + 1);
}

/** A remark in brackets: what an image shows, who wrote it. */
const isNote = (line: string): boolean => /^\[.{1,200}\]$/.test(line);

/** Lines as list items, buttons or text. */
function bodyHtml(all: readonly string[]): string[] {
  const html: string[] = [];
  const [name = '', link = ''] = all;
  // Words above an address are the words of the link, or a title.
  if (bareLink.test(link) && name.length <= maxTitleChars && !ownLink.test(name) && !isSentence(name)) {
    const words = escapeHtml(name.replace(/^\d{1,2}[.)] /, ''));
    const isLabel = isReadMore(name) || /\bcomment/i.test(name);
    const title = `<h3><a href="${attribute(link)}">${words}</a></h3>`;
    return [
      isLabel ? `<p><a class="button" href="${attribute(link)}">${words}</a></p>` : title,
      ...bodyHtml(all.slice(2)),
    ];
  }
  const lines = withoutNote(all, html);
  let text: string[] = [];
  let items: string[] = [];
  const flush = (): void => {
    if (text.length > 0) html.push(`<p>${linked(text.join(' '))}</p>`);
    if (items.length > 0) html.push(`<ul>${items.map(item => `<li>${linked(item)}</li>`).join('')}</ul>`);
    [text, items] = [[], []];
  };
  for (const line of lines) {
    const [, words = '', address] = ownLink.exec(line) ?? [];
    const item = /^(?:[-*•+]|\d{1,2}[.)]) +(\S.*)$/.exec(line)?.[1];
    if (address !== undefined && items.length === 0) {
      flush();
      const name = words.replace(/^[-*•+] +/, '').trim() || (URL.parse(address)?.hostname ?? address);
      html.push(
        `<p><a class="button" href="${escapeHtml(address).replaceAll('"', '%22')}">${escapeHtml(name)}</a></p>`,
      );
    } else if (item !== undefined) {
      if (text.length > 0) flush();
      items.push(item);
    } else if (items.length > 0) items[items.length - 1] += ` ${line}`;
    else text.push(line);
  }
  flush();
  return html;
}

/** Text as HTML: addresses are links, and so are those of Markdown (`[words](https://…)`); `**words**` are bold. */
const linked = (text: string): string =>
  text
    .split(/(\[[^[\]]{1,200}\]\(https?:\/\/[^\s()]{1,2000}\)|<?https?:\/\/[^\s<>()[\]]{1,2000}>?)/)
    .map((part, i) => (i % 2 === 0 ? bold(escapeHtml(part)) : anchorOf(part)))
    .join('');

const bold = (html: string): string => html.replace(/\*\*([^*\n]{1,200})\*\*/g, '<b>$1</b>');

function anchorOf(part: string): string {
  const [, words, target] = /^\[([^[\]]{1,200})\]\(([^()]{1,2100})\)$/.exec(part) ?? [];
  if (words !== undefined && target !== undefined) return `<a href="${attribute(target)}">${escapeHtml(words)}</a>`;
  const whole = part.replace(/^<|>$/g, '');
  const address = whole.replace(/[.,;:!?]{1,10}$/, '');
  return `<a href="${attribute(address)}">${escapeHtml(address)}</a>${whole.slice(address.length)}`;
}

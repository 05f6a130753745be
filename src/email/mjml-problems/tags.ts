/** A tag in a text: `at` is the offset of its `<`, `end` that behind its `>`. */
export type Tag = { name: string; at: number; end: number; isClosing: boolean; isEmpty: boolean };

const nameAfterBracket = /\/?([A-Za-z][\w-]{0,60})/y;

/** The tags of MJML or HTML in their order, without those in comments. */
export function tagsOf(text: string): Tag[] {
  const tags: Tag[] = [];
  for (let at = text.indexOf('<'); at !== -1; ) {
    const tag = tagAt(text, at);
    if (tag !== undefined) tags.push(tag);
    at = text.indexOf('<', tag?.end ?? commentEnd(text, at) ?? at + 1);
  }
  return tags;
}

function commentEnd(text: string, at: number): number | undefined {
  if (!text.startsWith('<!--', at)) return undefined;
  const end = text.indexOf('-->', at + 4);
  return end === -1 ? text.length : end + 3;
}

function tagAt(text: string, at: number): Tag | undefined {
  nameAfterBracket.lastIndex = at + 1;
  const name = nameAfterBracket.exec(text)?.[1];
  if (name === undefined) return undefined;
  const end = endOfTag(text, nameAfterBracket.lastIndex);
  return { name, at, end, isClosing: text[at + 1] === '/', isEmpty: text[end - 2] === '/' };
}

/** The offset behind the `>` of a tag; a `>` in quotes is part of an attribute. */
function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  return text.length;
}

/**
 * The first MJML tag that is not closed, or that closes nothing; its index in `tags`. MJML says nothing of it, and leaves content out.
 * HTML tags are left to the reader's program, which may leave some open.
 */
export function unbalancedTag(tags: readonly Tag[]): number | undefined {
  const open: number[] = [];
  for (const [i, { name, isClosing, isEmpty }] of tags.entries()) {
    if (!name.startsWith('mj') || (isEmpty && !isClosing)) continue;
    if (!isClosing) open.push(i);
    else if (tags[open.at(-1) ?? -1]?.name === name) open.pop();
    // Where no tag of this name is open, the closing tag is wrong; else the tag within it that was left open.
    else return open.some(one => tags[one]?.name === name) ? open.at(-1) : i;
  }
  return open.at(-1);
}

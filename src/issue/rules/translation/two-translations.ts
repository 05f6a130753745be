import { nameOf } from '../../../source/validate.ts';
import type { Path } from '../../../source/yaml/parse-yaml.ts';
import { said, t } from '../../../wording/wording.ts';
import type { Issue } from '../../schema.ts';
import { type Translation, translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Words of a line from which on it says enough to be translated in one way. */
const minWords = 2;
/** Words of a pull quote from which on it is found in a text by its words. */
const minQuoteWords = 4;

/** Reports a text that stands twice in one language and differs in the other. */
export const twoTranslations: Rule = {
  id: 'two-translations',
  severity: 'warning',
  doc: {
    finds:
      'a line or a name that stands twice in one language and differs in the other; a pull quote that is in its text word for word in one language only',
    why: 'Readers of one language take one thing for two, or miss a quotation in its article.',
    wrong:
      'alt: { fr: Le siège à Lyon, en: The head office in Lyon }\nalt: { fr: Le siège à Lyon, en: The seat in Lyon }',
    right:
      'alt: { fr: Le siège à Lyon, en: The head office in Lyon }\nalt: { fr: Le siège à Lyon, en: The head office in Lyon }',
  },
  find({ issue, publication }) {
    const translations = translationsOf(issue, publication.languages, 'line', 'name', 'markdown');
    // A subject may say the same as a title in other words, to be opened.
    const lines = translations.filter(({ kind, path }) => kind !== 'markdown' && !isOfInbox(path));
    return [
      ...differing(lines, issue),
      ...translations.flatMap(translation => quoteMissing(translation, translations)),
    ];
  },
};

const isOfInbox = ([first]: Path): boolean => first === 'subject' || first === 'preheader';

/** Each translation that differs from the first one of the same text. */
function differing(lines: readonly Translation[], issue: Issue): Finding[] {
  const groups = Map.groupBy(
    lines.filter(({ kind, source }) => kind === 'name' || wordsOf(source).length >= minWords),
    ({ from, to, source }) => `${from} ${to} ${wordsOf(source).join(' ')}`,
  );
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : others
          .filter(({ text }) => wordsOf(text).join(' ') !== wordsOf(first.text).join(' '))
          .map(
            ({ path, from, text }): Finding => ({
              path,
              words: text,
              other: { path: first.path, words: first.text },
              ...said('The same `%{from}` text is “%{text}” in `%{place}`.', {
                from,
                text: first.text,
                place: nameOf(first.path, issue),
              }),
              hint: t('Translate it in one way.'),
            }),
          ),
  );
}

/** A pull quote that is in the text of its article in one language, and not in the other. */
function quoteMissing({ path, from, source, to, text }: Translation, all: readonly Translation[]): Finding[] {
  if (path[2] !== 'pull_quote') return [];
  const body = all.find(one => one.path[1] === path[1] && one.path[2] === 'body' && one.from === from && one.to === to);
  if (body === undefined || wordsOf(source).length < minQuoteWords) return [];
  const [inSource, inText] = [isQuoted(source, body.source), isQuoted(text, body.text)];
  if (inSource === inText || isShortened(inSource ? text : source, inSource ? body.text : body.source)) return [];
  const [here, there] = inSource ? [to, from] : [from, to];
  return [
    {
      path: [...path.slice(0, -1), here],
      ...said('This quotation is not in the `%{here}` text as it is in `%{there}`.', { here, there }),
      hint: t('Quote the sentence as it stands in the text.'),
    },
  ];
}

const isQuoted = (quote: string, text: string): boolean =>
  ` ${wordsOf(text).join(' ')} `.includes(` ${wordsOf(quote).join(' ')} `);

/** Words of a text that a pull quote may leave out. */
const maxLeftOut = 4;

/** Whether a pull quote is a sentence of the text without some of its words. */
function isShortened(quote: string, text: string): boolean {
  const [quoted, words] = [wordsOf(quote), wordsOf(text)];
  return words.some((_, start) => {
    let next = 0;
    for (const word of words.slice(start, start + quoted.length + maxLeftOut)) if (word === quoted[next]) next++;
    return next === quoted.length;
  });
}

/** A text as words to compare, without Markdown, punctuation and capitals. */
const wordsOf = (text: string): string[] =>
  text
    .slice(0, 50_000)
    .replace(/\]\([^()\s]{1,2000}\)/g, '')
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

import { distance } from 'fastest-levenshtein';
import { said, t } from '../../../wording/wording.ts';
import { isCognate } from '../../language/cognates.ts';
import { type Translation, translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Letters of a name from which on a near one is no other name. */
const minNameLetters = 5;
/** Names of a text that are compared; a text with more is a list. */
const maxNames = 200;

/** Reports a name that is spelt otherwise in the other language. */
export const nameMismatch: Rule = {
  id: 'name-mismatch',
  severity: 'warning',
  doc: {
    finds: 'a name that differs by a letter or an accent between the languages',
    why: 'One of the two spellings is wrong.',
    wrong: 'fr: « Un roman de Giulia Marchetti »\nen: “A novel by Giulia Marchetty”',
    right: 'fr: « Un roman de Giulia Marchetti »\nen: “A novel by Giulia Marchetti”',
  },
  find({ issue, publication }) {
    const seen = new Set<string>();
    return translationsOf(issue, publication.languages, 'line', 'markdown', 'name').flatMap(translation =>
      // One mistake in an article is told at its first place.
      mismatches(translation)
        .filter(({ key }) => !seen.has(key) && seen.add(key))
        .map(({ finding }) => finding),
    );
  },
};

function mismatches({ path, from, source, to, text }: Translation): { key: string; finding: Finding }[] {
  const [theirs, ours] = [namesIn(source), namesIn(text)];
  const only = (names: ReadonlyMap<string, Name>, others: ReadonlyMap<string, Name>): Name[] =>
    [...names.values()].filter(({ word }) => !others.has(word));
  const candidates = only(theirs, ours);
  return only(ours, theirs).flatMap(name => {
    const near = candidates.find(other => isNear(name, other, from, to));
    if (near === undefined) return [];
    const values = { here: name.word, there: near.word, language: from };
    return [
      {
        key: `${name.word} ${near.word} ${String(path[1] ?? path[0])}`,
        finding: {
          path,
          words: name.word,
          ...said('“%{here}” here, “%{there}” in `%{language}`: one name, two spellings.', values),
          hint: t('Make both say the same.'),
        },
      },
    ];
  });
}

/** A word with a capital letter, and the one before it. */
type Name = { word: string; before?: string };

const capitalised = /(?<![\p{L}\p{N}_./@-])\p{Lu}[\p{L}'’-]{1,40}/gu;

/** The capitalised words of a text by their spelling, without links and code. */
function namesIn(text: string): Map<string, Name> {
  const plain = text.replace(/\]\([^()\s]{1,2000}\)|https?:\/\/\S{1,2000}|`[^`]{0,2000}`/g, match =>
    ' '.repeat(match.length),
  );
  const names = new Map<string, Name>();
  let last: { word: string; end: number } | undefined;
  for (const { 0: found, index } of plain.matchAll(capitalised)) {
    const word = found.replace(/['’]s?$/, '').replace(/^(?:L|D|Qu|J|N|S|C|M|T)['’](?=\p{L})/u, '');
    const before = last !== undefined && plain.slice(last.end, index) === ' ' ? last.word : undefined;
    last = { word, end: index + found.length };
    // The first word of a sentence may be an ordinary one.
    const isFirst =
      before === undefined &&
      /(?:^|[.!?…:«“"‘(\n•-])[\s\u00a0\u202f>*_-]{0,6}$/u.test(plain.slice(Math.max(0, index - 8), index));
    if (
      !isFirst &&
      word.length >= minNameLetters &&
      names.size < maxNames &&
      (!names.has(word) || before !== undefined)
    )
      names.set(word, { word, before });
  }
  return names;
}

const plainForm = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether two words are one name in two spellings, and no word of each language, such as `Chine` and `China`. */
function isNear(name: Name, other: Name, from: string, to: string): boolean {
  const [a, b] = [name.word, other.word];
  if (a[0]?.toLowerCase() !== b[0]?.toLowerCase() && plainForm(a[0] ?? '') !== plainForm(b[0] ?? '')) return false;
  const edits = distance(plainForm(a), plainForm(b));
  if (edits > (Math.min(a.length, b.length) >= 9 ? 2 : 1)) return false;
  // A plural or a possessive.
  if (`${a}s` === b || `${b}s` === a) return false;
  // Behind the same first name, a surname.
  if (name.before !== undefined && name.before === other.before) return true;
  return !isCognate(a, b) && !isCognate(plainForm(a), plainForm(b)) && from !== to;
}

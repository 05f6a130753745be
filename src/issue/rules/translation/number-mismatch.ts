import { said, t } from '../../../wording/wording.ts';
import { besideOf } from '../../language/blocks.ts';
import { type Difference, differences } from '../../quantities/differences.ts';
import { pointAt } from '../../quantities/point-at.ts';
import type { Quantity } from '../../quantities/quantity.ts';
import { quantitiesOf } from '../../quantities/read.ts';
import { wordsOf } from '../../quantities/words/index.ts';
import { type Translation, translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';
import { falseFriends } from './false-friend.ts';

/** Reports numbers that differ between a text and its translation. */
export const numberMismatch: Rule = {
  id: 'number-mismatch',
  severity: 'warning',
  doc: {
    finds: 'a number, amount, unit, currency, date, time or score that differs between the languages',
    why: 'Readers of one language would get a wrong number. Each language may write it its own way: `830 milliards` equals `830 billion`, `20 h` equals `8 pm`, `10 km` equals `6 miles`.',
    wrong: 'fr: 830 milliards, à 20 h\nen: 380 billion, at 7 pm',
    right: 'fr: 830 milliards, à 20 h\nen: 830 billion, at 8 pm',
  },
  find({ issue, publication }) {
    const quantities = quantitiesOf(issue);
    return translationsOf(issue, publication.languages, 'line', 'markdown').flatMap(translation =>
      findingsOf(translation, quantities),
    );
  },
};

function findingsOf(translation: Translation, quantitiesIn: ReturnType<typeof quantitiesOf>): Finding[] {
  const { path, from, source, to, text } = translation;
  const sourcePath = [...path.slice(0, -1), from];
  const [inSource, inText] = [quantitiesIn(source, from), quantitiesIn(text, to)];
  // The rule `false-friend` reports these.
  const reported = falseFriends({ language: from, quantities: inSource }, { language: to, quantities: inText }).flat();
  const isReported = (quantity: Quantity | undefined): boolean => quantity !== undefined && reported.includes(quantity);
  return differences(inSource, inText)
    .filter(({ source: one, translation: other }) => !isReported(one) && !isReported(other))
    .filter(difference => !maySpellOut(difference, translation) && !isVerbatim(difference, translation))
    .map(({ source: one, translation: other }): Finding => {
      const hint = t('Make both say the same.');
      if (other !== undefined) {
        const here = inLine(other);
        const message =
          one === undefined
            ? said('`%{words}` has no match in `%{from}`.', { words: here, from })
            : said('`%{here}` here, `%{there}` in `%{from}`.', { here, there: inLine(one), from });
        const there = one === undefined ? { words: besideOf(text, other.at, source) } : pointAt(source, one);
        return { path, ...pointAt(text, other), other: { path: sourcePath, ...there }, ...message, hint };
      }
      const place = one === undefined ? {} : pointAt(source, one);
      const words = one === undefined ? '' : inLine(one);
      return {
        path: sourcePath,
        ...place,
        other: { path, words: besideOf(source, one?.at ?? 0, text) },
        ...said('`%{words}` has no match in `%{from}`.', { words, from: to }),
        hint,
      };
    });
}

/** Whether the numbers are parts of names that stand so in both texts: `4` of an English `rue du 4-Septembre`. */
const isVerbatim = ({ source: one, translation: other }: Difference, { source, text }: Translation): boolean =>
  (one === undefined || isNameIn(nameAt(source, one.at), text)) &&
  (other === undefined || isNameIn(nameAt(text, other.at), source));

const isNameIn = (name: string, text: string): boolean => /\p{L}{3}/u.test(name) && text.includes(name);

/** The characters around a place up to the next spaces. */
const nameAt = (text: string, at: number): string =>
  (text
    .slice(Math.max(0, at - 40), at)
    .split(/\s/)
    .at(-1) ?? '') + (/^[\p{L}\p{N}’'-]{0,40}/u.exec(text.slice(at, at + 40))?.[0] ?? '');

/** The highest number that a language whose words are not known may write in letters. */
const maxSpeltOut = 100;

/** Whether the other language may have the number in letters that are not known. */
function maySpellOut({ source, translation }: Difference, { from, to }: Translation): boolean {
  if (source !== undefined && translation !== undefined) return false;
  const other = source === undefined ? from : to;
  const [first] = (source ?? translation)?.readings ?? [];
  return !wordsOf(other).isKnown && (first?.kind !== 'amount' || first.value <= maxSpeltOut);
}

const inLine = ({ words }: Quantity): string => words.replace(/\s+/g, ' ');

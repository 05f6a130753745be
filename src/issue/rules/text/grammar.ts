import { sendTime } from '../../../publication/send-time.ts';
import { said, t } from '../../../wording/wording.ts';
import { grammarCheckerOf } from '../../language/grammar/checkers.ts';
import type { Mistake } from '../../language/grammar/mistake.ts';
import { type PlainText, plainTextOf } from '../../language/grammar/plain-text.ts';
import { type Wording, wordingsOf } from '../../texts.ts';
import { placeAt } from '../prose.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports mistakes of grammar; off by default, as it needs programs that hebdo does not bring. */
export const grammar: Rule = {
  id: 'grammar',
  severity: 'off',
  doc: {
    finds:
      'mistakes of agreement, conjugation, articles and words that sound alike: French by `grammalecte-cli` (`apt-get install grammalecte-cli`), English by `harper.js` (`npm install harper.js`), each if it is installed. Issues whose time of sending is over are left out',
    why: 'Readers notice mistakes of grammar. Only what the programs are nearly always right about is reported, and nothing is corrected unless a person picks it in `hebdo check --fix`.',
    wrong: 'fr: Les puce sont chères.\nen: This is an chip.',
    right: 'fr: Les puces sont chères.\nen: This is a chip.',
  },
  async find({ issue, publication, folder, now }) {
    const at = sendTime(issue, publication.time_zone)?.in(publication.time_zone);
    if (at !== undefined && at.epochMilliseconds < now.getTime()) return [];
    const texts = wordingsOf(issue, 'line', 'markdown');
    const found = await Promise.all(
      publication.languages.map(language =>
        findingsIn(
          texts.filter(one => one.language === language),
          language,
          folder,
        ),
      ),
    );
    return found.flat();
  },
};

async function findingsIn(texts: readonly Wording[], language: string, folder: string): Promise<Finding[]> {
  const checker = grammarCheckerOf(language);
  if (checker === undefined || texts.length === 0) return [];
  // One run of the program for all texts: to start it takes most of the time.
  const plain = texts.map(({ text }) => plainTextOf(text));
  const mistakes = await checker.check(plain.map(({ text }) => text).join(between), folder);
  if (mistakes === undefined) {
    const { program, install } = checker;
    return [
      {
        id: 'grammar-program',
        severity: 'warning',
        path: ['subject'],
        key: true,
        ...said('The rule `grammar` is on, but %{program} gave no answer.', { program }),
        hint: t('Install it: %{install}', { install }),
      },
    ];
  }
  let start = 0;
  return texts.flatMap((wording, i) => {
    const own = plain[i] ?? plainTextOf('');
    const [from, to] = [start, start + own.text.length];
    start = to + between.length;
    return mistakes
      .filter(({ offset, length }) => offset >= from && offset + length <= to)
      .flatMap(mistake => findingOf(wording, own, { ...mistake, offset: mistake.offset - from }));
  });
}

/** Between two texts. Neither program reads across it. */
const between = '\n\n';

function findingOf({ path, text }: Wording, plain: PlainText, { offset, length, ...mistake }: Mistake): Finding[] {
  // A word with an ending of inclusive writing, `ingénieur(e)s`, has two numbers and genders.
  if (isHidden(plain, text, offset, offset + length) || /[(·]/.test(plain.text.charAt(offset + length))) return [];
  const at = plain.at[offset] ?? 0;
  const words = text.slice(at, (plain.at[offset + length - 1] ?? at) + 1);
  const candidates = mistake.suggestions.filter(one => one !== '' && one !== words).slice(0, maxCandidates);
  return [
    {
      path,
      ...placeAt(text, at, words),
      ...said('“%{words}”: %{message}', { words, message: mistake.message }),
      candidates,
      hint:
        candidates.length === 0
          ? t('Correct it.')
          : t('Did you mean %{candidates}?', { candidates: candidates.map(one => `“${one}”`).join(', ') }),
    },
  ];
}

const maxCandidates = 4;

/** Words in italics, which are often of another language. */
const italics = /(?<![*_\p{L}])[*_](?![*_\s])[^*_\n]{1,80}[*_](?![*_\p{L}])/gu;

/** Whether words cannot be judged or replaced: a mark is inside them, code or an address is beside them, or they are in italics. */
function isHidden({ text, at }: PlainText, source: string, from: number, to: number): boolean {
  const around = Array.from({ length: to - from + 4 }, (_, i) => from - 2 + i).filter(i => i >= 0 && i < text.length);
  const isStandIn = (i: number): boolean => !/\s/.test(text[i] ?? '') && text[i] !== source[at[i] ?? -1];
  const [start = 0, end = 0] = [at[from], at[to - 1]];
  return (
    around.some(isStandIn) ||
    end - start !== to - 1 - from ||
    [...source.matchAll(italics)].some(({ index, 0: words }) => index < start && end < index + words.length)
  );
}

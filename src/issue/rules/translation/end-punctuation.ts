import { said, t } from '../../../wording/wording.ts';
import { blocksOf } from '../../language/blocks.ts';
import { type Translation, translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports titles and other lines that end in another sign than their source. */
export const endPunctuation: Rule = {
  id: 'end-punctuation',
  severity: 'warning',
  doc: {
    finds:
      'a title, another line or the end of a text that is a question, an exclamation or unfinished in one language only',
    why: 'Most often a word or a sign was lost.',
    wrong: 'title: { fr: Qui lit encore ?, en: Some still read }',
    right: 'title: { fr: Qui lit encore ?, en: Who still reads? }',
  },
  find({ issue, publication }) {
    const texts = translationsOf(issue, publication.languages, 'markdown');
    const ofLines = translationsOf(issue, publication.languages, 'line');
    const questions = [
      ...texts.flatMap(lostQuestions),
      ...texts.flatMap(openEnds),
      ...[...texts, ...ofLines].flatMap(lostStops),
    ];
    const lines = ofLines.flatMap(({ path, from, source, to, text }): Finding[] => {
      const [there, here] = [signOf(source), signOf(text)];
      if (there === here) return [];
      // English titles ask without the sign: “Why banks open at night”.
      const asks = (there === '?' || isBare(source)) && (here === '?' || isBare(text));
      if (asks && isQuestion(source) && isQuestion(text)) return [];
      return [
        {
          path,
          words: text.slice(-20),
          other: { path: [...path.slice(0, -1), from], words: source.slice(-20) },
          ...differing(here, there, { from, to }),
          hint: t('Make both say the same.'),
        },
      ];
    });
    return [...lines, ...questions];
  },
};

/** Paragraphs that ask in both languages, and end in a question mark in one only. */
function lostQuestions({ path, from, source, to, text }: Translation): Finding[] {
  const [originals, blocks] = [blocksOf(source), blocksOf(text)];
  if (originals.length !== blocks.length) return [];
  return blocks.flatMap((block, i): Finding[] => {
    const original = originals[i]?.text ?? '';
    const [there, here] = [signOf(original), signOf(block.text)];
    if (there === here || (there !== '?' && here !== '?')) return [];
    const [ends, otherEnds] = [lastSentence(block.text), lastSentence(original)];
    const other = there === '?' ? ends.text : otherEnds.text;
    // Of several sentences only the last is compared, where it asks for sure.
    const isSentence = ends.count === 1 && otherEnds.count === 1;
    if (!isSentence && (ends.count !== otherEnds.count || here === '!' || there === '!' || /[,;:]/.test(other)))
      return [];
    if (!(there === '!' || here === '!' || (isQuestion(other) && !isBare(other)))) return [];
    return [
      {
        path,
        words: block.text.slice(-20),
        other: { path: [...path.slice(0, -1), from], words: original.slice(-20) },
        ...differing(here, there, { from, to }),
        hint: t('Make both say the same.'),
      },
    ];
  });
}

/** The last sentence of a paragraph, and how many it has. */
function lastSentence(text: string): { text: string; count: number } {
  const sentences = text.split(/(?<=[.!?…؟][»”"’)]?)\s{1,3}(?=[\p{Lu}\p{Lo}\d«“"])/u);
  return { text: sentences.at(-1) ?? '', count: sentences.length };
}

/** A paragraph that has no full stop, or no colon before a list, in one language only. */
function lostStops({ path, from, source, to, text }: Translation): Finding[] {
  const [originals, blocks] = [blocksOf(source), blocksOf(text)];
  if (originals.length !== blocks.length) return [];
  return blocks.flatMap(({ text: here, kind }, i): Finding[] => {
    const there = originals[i]?.text ?? '';
    if (kind !== 'paragraph' || isCut(here) === isCut(there)) return [];
    const [own, other] = [
      { path, words: here.slice(-20) },
      { path: [...path.slice(0, -1), from], words: there.slice(-20) },
    ];
    const [cut, whole] = isCut(here) ? [own, other] : [other, own];
    const [cutText, wholeText] = isCut(here) ? [here, there] : [there, here];
    const announcesList = signOf(wholeText) === ':' && blocks[i + 1]?.kind === 'item';
    if (!announcesList && !(fullStop.test(wholeText) && isProse(cutText, blocks.length))) return [];
    const lost = announcesList ? ':' : '.';
    return [
      {
        ...cut,
        other: whole,
        ...differing(isCut(here) ? undefined : lost, isCut(here) ? lost : undefined, { from, to }),
        hint: t('Make both say the same.'),
      },
    ];
  });
}

/** Whether a paragraph has several sentences, or is a long one of several paragraphs: no line such as a signature. */
const isProse = (text: string, paragraphs: number): boolean =>
  lastSentence(text).count > 1 || (paragraphs > 1 && text.length >= minProseChars);
const minProseChars = 80;

/** Whether a paragraph ends in a word without a sign. An address ends so, too. */
const isCut = (text: string): boolean => {
  const word = text.slice(-80).split(/\s/).at(-1) ?? '';
  return /[\p{Ll}\p{N}]$/u.test(word) && !/[@./]/.test(word);
};

/** A full stop that is no part of `p.m.`, `etc.` or `Inc.`. */
const fullStop = /(?<!\.\p{L}|(?<!\p{L})(?:etc|Inc|Ltd|Co|Corp|Jr|No|no|St|approx))\.$/u;

/** A text that ends in a colon in one language only: what it announces was lost. */
function openEnds({ path, from, source, to, text }: Translation): Finding[] {
  const [isOpenThere, isOpenHere] = [source, text].map(one => signOf(one) === ':');
  if (isOpenThere === isOpenHere) return [];
  const [own, other] = [
    { path, words: text.slice(-20) },
    { path: [...path.slice(0, -1), from], words: source.slice(-20) },
  ];
  return [
    {
      ...(isOpenHere === true ? { ...own, other } : { ...other, other: own }),
      ...differing(isOpenHere === true ? ':' : undefined, isOpenHere === true ? undefined : ':', { from, to }),
      hint: t('Make both say the same.'),
    },
  ];
}

function differing(here: string | undefined, there: string | undefined, languages: { from: string; to: string }) {
  if (there === undefined)
    return said('The `%{to}` text ends in “%{sign}”, and the `%{from}` text does not.', {
      ...languages,
      sign: here ?? '',
    });
  if (here === undefined)
    return said('The `%{from}` text ends in “%{sign}”, and the `%{to}` text does not.', { ...languages, sign: there });
  return said('The `%{to}` text ends in “%{here}”, and the `%{from}` text in “%{there}”.', {
    ...languages,
    here,
    there,
  });
}

/** Whether a text ends without a sign, as titles do. A question that ends in a full stop is a mistake. */
const isBare = (text: string): boolean => /[\p{L}\p{N}%€$)»”"’]\s{0,3}$/u.test(text.slice(-10));

/** The sign at the end of a text that changes what it says; a full stop does not. */
function signOf(text: string): string | undefined {
  const [end] = /[?!…:.؟？！]{1,4}$/.exec(text.replace(/["“”«»’')\]\s\u00a0\u202f]{1,10}$/u, '').slice(-8)) ?? [];
  if (end === undefined) return undefined;
  if (/[?؟？]/.test(end)) return '?';
  if (/[!！]/.test(end)) return '!';
  if (end.includes('…') || end.startsWith('..')) return '…';
  return end.endsWith(':') ? ':' : undefined;
}

const isQuestion = (text: string): boolean =>
  /\?|^["“«\s\u00a0]{0,3}(?:why|how|what|who|where|when|which|whose|is|are|can|do|does|should|will|comment|pourquoi|qui|que|quoi|où|quand|quel|quelle|quels|quelles|est-ce|combien|faut-il|peut-on)(?!\p{L})/iu.test(
    text,
  );

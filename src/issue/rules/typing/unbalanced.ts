import { said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import { isIn, placeAt, proseOf } from '../prose.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports quotes and brackets that are not closed, or not opened. */
export const unbalanced: Rule = {
  id: 'unbalanced',
  severity: 'warning',
  doc: {
    finds: 'a quote «, “ or ", or a bracket ( or [, that is not closed or not opened',
    why: 'Readers do not know where a quotation or an aside ends.',
    wrong: 'fr: Il a dit « bonsoir et il est parti.',
    right: 'fr: Il a dit « bonsoir » et il est parti.',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line', 'markdown')
      .filter(({ language }) => isIn('fr', language) || isIn('en', language))
      .flatMap(({ path, text }) =>
        // Links that are not closed are reported by `broken-markdown`.
        /\]\(https?:[^)\s\]]*(?:\s|$)/.test(text) ? [] : loneSignsIn(text).map(found => ({ path, ...found })),
      );
  },
};

type Found = Omit<Finding, 'path'>;

const closing: Readonly<Record<string, string>> = { '«': '»', '“': '”', '(': ')', '[': ']' };
const opening: Readonly<Record<string, string>> = { '»': '«', '”': '“', ')': '(', ']': '[' };

/** Signs that are no brackets or quotes: emoticons, escapes, half-open intervals of French (`[0 ; 1[`), faces. */
const otherUses =
  /[:;]['’]?-?[()[\]]+|=[()]|\\[()[\]]|[[\]] ?-?\d[\d.,]{0,12} ?[,;] ?[-+]?[\d∞][\d.,]{0,12} ?[[\]]|¯\\{1,2}_\([^()]{1,3}\)_\/¯/gu;

/** Before a lone `)`: the number or letter of an item, `1)` or `a)`. */
const itemMarker = /(?:^|[\s,;:.«“"(])[\p{L}\p{N}]{1,3}°?$/u;

function loneSignsIn(text: string): Found[] {
  const signs = proseOf(text).replace(otherUses, hidden => '\u0000'.repeat(hidden.length));
  const open: { sign: string; at: number }[] = [];
  const lone: { sign: string; at: number }[] = [];
  for (const { 0: sign, index: at } of signs.matchAll(/[«»“”()[\]]|\n[ \t]*\n/g)) {
    const opened = opening[sign];
    if (Object.hasOwn(closing, sign)) {
      // Each paragraph of a long quotation may begin with the opening quote again.
      if (!/[«“]/.test(sign) || open.at(-1)?.sign !== sign || !isParagraphStart(signs, at)) open.push({ sign, at });
    } else if (opened !== undefined) {
      const last = open.findLastIndex(one => one.sign === opened);
      if (last !== -1) lone.push(...open.splice(last).slice(1));
      else if (!isNoPartner(sign, signs.slice(Math.max(0, at - 6), at)) && !isParagraphStart(signs, at))
        lone.push({ sign, at });
    } else {
      const rest = signs.slice(at, at + 20_000);
      const ended = open.filter(one => !goesOn(one.sign, rest));
      lone.push(...ended);
      open.splice(0, open.length, ...open.filter(one => !ended.includes(one)));
    }
  }
  return [...lone, ...open, ...loneStraightIn(signs)]
    .filter(({ sign, at }) => sign !== '(' || !/^[^\n]{0,300}[:;]['’]?-?\)/.test(text.slice(at + 1, at + 400)))
    .slice(0, maxFindings)
    .map(({ sign, at }) => ({
      ...placeAt(text, at, sign),
      ...said(
        Object.hasOwn(closing, sign) || sign === '"' ? 'The %{sign} is not closed.' : 'The %{sign} was not opened.',
        { sign },
      ),
      hint: t('Add its counterpart, or remove it.'),
    }));
}

/**
 * The first straight quote of a paragraph that has an odd number of them. The marks of inches and of repetition are not counted, nor is
 * that of a quotation that the next paragraph continues. A mark behind a digit may be either.
 */
function loneStraightIn(text: string): { sign: string; at: number }[] {
  const paragraphs = [...text.matchAll(/(?:[^\n]|\n(?![ \t]*\n))+/g)];
  return paragraphs.flatMap(({ 0: paragraph, index }, i) => {
    const all = [...paragraph.matchAll(/"/g)];
    const quotes = all.filter(({ index: at }) => !/\d ?$/.test(paragraph.slice(Math.max(0, at - 2), at)));
    const goesOn = paragraphs[i + 1]?.[0].trimStart().startsWith('"') === true;
    const isEven = all.length % 2 === 0 || quotes.length % 2 === 0;
    return isEven || goesOn ? [] : [{ sign: '"', at: index + (quotes[0]?.index ?? 0) }];
  });
}

/** Whether a closing sign needs no opening one: the marker of an item, inches. @param before what stands before the sign */
const isNoPartner = (sign: string, before: string): boolean =>
  (sign === ')' && itemMarker.test(before)) || (sign === '”' && /\d$/.test(before));

/** Whether a sign is the first of a paragraph. */
const isParagraphStart = (text: string, at: number): boolean =>
  /(?:^|\n)[ \t>*_]{0,12}$/.test(text.slice(Math.max(0, at - 14), at));

/** Whether a quotation continues in the paragraphs that follow: they begin with its quote again, or the next of its quotes closes it. */
function goesOn(sign: string, rest: string): boolean {
  if (sign !== '«' && sign !== '“') return false;
  if (rest.trimStart().startsWith(sign)) return true;
  const next = rest.match(sign === '«' ? /[«»]/ : /[“”]/)?.[0];
  return next !== undefined && next !== sign;
}

const maxFindings = 5;

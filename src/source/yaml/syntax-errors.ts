import { t } from '../../wording/wording.ts';
import { type Explanation, explain } from './explanations.ts';

/** An error of the YAML library: its offsets in the text. */
type SyntaxError = { code: string; message: string; pos: [number, number] };

/** A mistake with its place. */
export type Mistake = { from: number; to: number; explanation: Explanation };

/**
 * The mistakes behind the errors of the YAML library, each with its cause. One tab or wrong indentation makes many errors: those that
 * follow from another are left out.
 * @param text the whole file
 */
export function mistakesOf(errors: readonly SyntaxError[], text: string): Mistake[] {
  const mistakes: Mistake[] = [];
  const lines = new Set<number>();
  let isShifted = false;
  let tabLine = -1;
  for (const error of errors) {
    const line = lineStart(text, error.pos[0]);
    const isTab = error.code === 'TAB_AS_INDENT';
    // Tabs on lines that follow one another are one mistake.
    const isSameBlock = isTab && tabLine !== -1 && text.slice(tabLine, line).split('\n').length <= 2;
    if (isTab) tabLine = line;
    if (isSameBlock || (isShifted && followsFromShift.has(error.code)) || lines.has(line)) continue;
    lines.add(line);
    if (shifting.has(error.code) || /^(?:Flow|Sequence item)|quote$/.test(error.message)) isShifted = true;
    const mistake = causeOf(error, text);
    if (!mistakes.some(({ from }) => from === mistake.from)) mistakes.push(mistake);
  }
  return mistakes;
}

/** After these the library loses the structure of what follows. */
const shifting = new Set(['TAB_AS_INDENT', 'BAD_INDENT', 'MULTILINE_IMPLICIT_KEY', 'BLOCK_AS_IMPLICIT_KEY']);
const followsFromShift = new Set([
  'BAD_INDENT',
  'BLOCK_AS_IMPLICIT_KEY',
  'MULTILINE_IMPLICIT_KEY',
  'MISSING_CHAR',
  'BLOCK_IN_FLOW',
  'KEY_OVER_1024_CHARS',
]);

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
const lineEnd = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
};

function causeOf({ code, message, pos: [from, to] }: SyntaxError, text: string): Mistake {
  const at = { from, to };
  const before = text.slice(lineStart(text, from), from);
  if (code === 'BAD_INDENT' && message.startsWith('Flow'))
    return unclosedFlow(text, from) ?? { ...at, explanation: explain(code, message) };
  if (code === 'MISSING_CHAR' && message.startsWith('Sequence item'))
    return { ...at, explanation: explain('BAD_INDENT', message) };
  // `- A`, `? A`, `: A`, `@a` and `%a` as a text.
  const sign = text.charAt(from);
  const isIndicator = /^[@%`]$/.test(sign) || (/^[-?:]$/.test(sign) && text.charAt(from + 1) === ' ');
  if (isIndicator && /[:,{-] {1,20}$/.test(before.slice(-30))) return { ...at, explanation: beginsWith(sign) };
  if (code === 'BLOCK_AS_IMPLICIT_KEY' && !/: |:$/.test(text.slice(from, lineEnd(text, from)))) {
    // The colon is on the next line, which is indented too far.
    const next = lineEnd(text, from) + 1;
    const start = next + (/^ {0,200}/.exec(text.slice(next, next + 200))?.[0].length ?? 0);
    return { from: start, to: start + 1, explanation: explain('BAD_INDENT', message) };
  }
  const beginning = code === 'UNEXPECTED_TOKEN' ? valueBeginning(before) : undefined;
  if (code === 'BAD_SCALAR_START') return { ...at, explanation: beginsWith(sign) };
  if (beginning === undefined) return { ...at, explanation: explain(code, message) };
  return { ...at, explanation: /["']/.test(beginning) ? afterQuote() : beginsWith(beginning) };
}

/** The sign with which the value before an error begins, if it has a meaning in YAML. */
function valueBeginning(before: string): string | undefined {
  // `{Bread} is back`, and not a group of keys.
  if (/(?:[:,{-] {1,20}|^ {0,200})\{[^{}:]{0,200}\} {0,9}$/.test(before.slice(-300))) return '{';
  const signs = [...before.slice(-1_000).matchAll(/(?:[:,{-] {1,20}|^ {0,200})(["'[*&>|])/g)];
  return signs.at(-1)?.[1];
}

const afterQuote = (): Explanation => [
  'yaml-syntax',
  t('The text goes on after its closing quote.'),
  t('Put the whole text in quotes, with “ ” or « » for those inside.'),
];

const beginsWith = (sign: string): Explanation => [
  'yaml-syntax',
  t('A text that begins with %{sign} has a meaning in YAML.', { sign }),
  t('Put the whole text in quotes: "…".'),
];

/** The `{` or `[` that is not closed before an error; the # that cuts its line, if there is one. */
function unclosedFlow(text: string, offset: number): Mistake | undefined {
  const above = text.slice(Math.max(0, offset - 20_000), lineStart(text, offset));
  const base = Math.max(0, offset - 20_000);
  const open = Math.max(above.lastIndexOf('{'), above.lastIndexOf('['));
  if (open === -1) return undefined;
  const from = base + open;
  const cut = /\s(#.*)/.exec(text.slice(from, lineEnd(text, from)));
  if (cut !== null)
    return {
      from: from + cut.index + 1,
      to: lineEnd(text, from),
      explanation: [
        'yaml-syntax',
        t('A # after a space begins a comment: the rest of the line is cut.'),
        t('Put the whole text in quotes: "…".'),
      ],
    };
  return {
    from,
    to: from + 1,
    explanation: [
      'yaml-syntax',
      t('The %{sign} is not closed.', { sign: text.charAt(from) }),
      t('Close it, or indent what is inside.'),
    ],
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import french from '../../locales/interface/fr.json' with { type: 'json' };

const src = fileURLToPath(new URL('../../src/', import.meta.url));

/** Functions whose texts have French, or are not for people who use hebdo. */
const functions: Record<string, RegExp> = {
  'that translate': /^(?:t|said|counted|translated)$/,
  'for programmers': /^(?:Error|TypeError)$/,
  'of the log, traces and metrics, which are for machines': /^(?:info|debug|error|createGauge|createCounter)$/,
  'that describe keys in the JSON Schemas, which are one file for all languages': /^(?:describe|meta|jsonSchemaOf)$/,
  'that write JSON, by the name of the output': /^print$/,
  'that take selectors of CSS': /^(?:querySelector|querySelectorAll|matches|closest)$/,
};

/** Files whose texts stay as they are. */
const files: Record<string, RegExp> = {
  'words that are looked for in mails, pages, lists and issues':
    /^(?:replies\/phrases|publication\/known-columns|subscribers\/list\/(?:columns|standing|programs|read-list)|issue\/(?:language|quantities)|issue\/rules\/(?:typing|links\/short-link)|import\/(?:newsletter|extraction|page-|html-to)|source\/read-date|store\/subscribers\/(?:fields|language-names|time-zone-names))/,
  'MIME, SMTP and HTTP': /^(?:message|bounces\/mime|delivery\/smtp\/(?:envelope|handshake)|web)\b/,
  'names that caniemail.com gives to features': /^email\/rules\/client-support/,
  'scripts for shells': /^cli\/completion/,
  'outputs in JSON': /^cli\/output/,
};

/** Texts that stay as they are. */
const texts: Record<string, RegExp> = {
  SQL: /^\s*(?:select|insert|update|create|pragma|begin|with|left join|exists|null,|double|repeatable|read only|is not|not in|hebdo (?:steps|look))\b|^\w+ as \w+$/,
  'HTTP and its policies': /^(?:text\/|default-src|frame-src|sandbox|hebdo (?:import|link check)$)/,
  'comments in the file of a new issue, and its name in two languages':
    /^# yaml-language-server|^Ma lettre$|^My Newsletter$/,
  'commands, code and kinds that programs compare':
    /^(?:npx hebdo|npm install|hebdo|```mermaid|…\. {2}IN TXT|run marker|empty dot|best fit|Sequence item|web version|run begins|run ends|chunk ends|confirmation sender|built for looking at|its worker died|now, not committed yet)|^…\s+caused by/,
  CSS: /^:root|^(?:-apple-system|Georgia|Palatino|Gill Sans|Trebuchet MS), |^(?:[a-z:()*[\]~="-]+, )+[a-z:()*[\]~="-]+$/,
};

/** Where `file:line` has texts of two or more words that are in no function, file or kind of the above. */
function unwrapped(path: string, source: string): string[] {
  const skipped: { start: number; end: number }[] = [];
  const found: { start: number; text: string }[] = [];
  const nameOf = ({ callee }: { callee: object }): string =>
    String('name' in callee ? callee.name : 'property' in callee ? Object(callee.property).name : '');
  const isExempt = (name: string): boolean => Object.values(functions).some(pattern => pattern.test(name));
  new Visitor({
    CallExpression(node) {
      const name = nameOf(node);
      if (functions['that translate']?.test(name)) skipped.push(...node.arguments.filter(isLiteral));
      else if (isExempt(name)) skipped.push(...node.arguments);
    },
    NewExpression: node => void (isExempt(nameOf(node)) && skipped.push(node)),
    TaggedTemplateExpression: node => void skipped.push(node),
    TSLiteralType: node => void skipped.push(node),
    // The examples in the documentation of a rule.
    Property: ({ key, value }) =>
      void ('name' in key && /^(?:wrong|right)$/.test(String(key.name)) && isLiteral(value) && skipped.push(value)),
    Literal: ({ start, value }) => void (typeof value === 'string' && found.push({ start, text: value })),
    TemplateLiteral: ({ start, quasis }) =>
      void found.push({ start, text: quasis.map(({ value }) => value.cooked ?? '').join('…') }),
  }).visit(parseSync(path, source).program);
  return found
    .filter(({ start }) => !skipped.some(part => part.start <= start && start < part.end))
    .filter(({ text }) => hasWords(text) && !Object.hasOwn(french, text))
    .map(({ start, text }) => `${path}:${source.slice(0, start).split('\n').length} ${text.trim().slice(0, 60)}`);
}

const isLiteral = ({ type }: { type: string }): boolean => type === 'Literal' || type === 'TemplateLiteral';

/** Whether a text has two words in a row, tags of HTML aside. */
const hasWords = (text: string): boolean =>
  /\p{L}{2}[,;:]? \p{L}{2}/u.test(text.replace(/<[^<>]{0,300}>/g, '').trim()) &&
  !Object.values(texts).some(pattern => pattern.test(text.trim()));

describe('a text of the interface', () => {
  it('is found where it is in no function that translates it', () => {
    const planted =
      "say('one two'); say(t('three four')); throw new Error('five six'); say(`<b class=\"x y\"></b> seven eight`);";
    expect(unwrapped('x.ts', planted)).toEqual(['x.ts:1 one two', 'x.ts:1 <b class="x y"></b> seven eight']);
  });

  it('is translated', () => {
    const paths = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.ts'))
      .filter(path => !Object.values(files).some(pattern => pattern.test(path)));
    expect(paths.flatMap(path => unwrapped(path, readFileSync(join(src, path), 'utf8')))).toEqual([]);
  });
});

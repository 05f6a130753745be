import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { isMap, parseDocument } from 'yaml';
import { z } from 'zod';
import { hebdoCommands } from '../../scripts/docs/commands-page.ts';
import { jsonSchemas } from '../../src/issue/json-schemas.ts';
import { type Block, blocksOf, pages, wordsOf } from '../helpers/docs.ts';
import { root } from '../helpers/newsletter.ts';

const environmentPage = readFileSync(join(root, 'docs/environment.md'), 'utf8');
const program = hebdoCommands();

/** Which test looks at blocks of a language that this file does not. */
const otherTests: Record<string, readonly string[]> = {
  ts: ['docs/api.md'],
  nginx: ['docs/hosting.md'],
  caddyfile: ['docs/hosting.md'],
  liquid: ['docs/templates.md'],
  mermaid: ['docs/architecture.md'],
};

/** What is wrong with a command line of hebdo: an unknown command or option. */
function misused(line: string): string | undefined {
  const words = wordsOf(line.replace(/^\s*(?:\$ )?(?:.*\| )?(?:npx )?hebdo /, ''));
  let command: Command = program;
  while (words[0] !== undefined && command.commands.some(one => one.name() === words[0])) {
    const name = words.shift();
    command = command.commands.find(one => one.name() === name) ?? command;
  }
  if (command === program) return /^(?:--version|--help|help|COMMAND)$/.test(words[0] ?? '') ? undefined : line;
  const options = words.filter(word => /^--\w/.test(word)).map(word => word.replace(/=.*/, ''));
  const known = [...command.options.flatMap(({ long }) => long ?? []), '--help'];
  return options.every(option => known.includes(option)) ? undefined : line;
}

const ajv = new Ajv2020({ strict: false });
const withProperties = z.looseObject({ properties: z.record(z.string(), z.unknown()) });
const issueSchema = z.looseObject({
  properties: z.looseObject({ articles: z.looseObject({ items: withProperties }) }),
});
const schemas = Object.values(jsonSchemas());
/** The schemas of `hebdo.yaml`, an issue and an article, with their keys. */
const properties = [
  ...schemas.map(schema => withProperties.parse(schema)),
  ...schemas.flatMap(schema => issueSchema.safeParse(schema).data?.properties.articles.items ?? []),
].map(schema => ({ schema, keys: Object.keys(schema.properties) }));

/** What is wrong with YAML that is a part of `hebdo.yaml` or an issue: its keys, or their values. */
function wrongYaml(text: string): string[] {
  const doc = parseDocument(text);
  if (doc.errors.length > 0) return doc.errors.map(({ message }) => message);
  if (doc.contents === null || !isMap(doc.contents)) return [];
  const value: unknown = doc.toJS();
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const own = properties.filter(one => keys.every(key => one.keys.includes(key)));
  if (own.length === 0) return [`keys ${keys.join(', ')}`];
  const judged = own.map(({ schema }) => {
    const isValid = ajv.compile({ ...schema, required: [] });
    return isValid(value) ? [] : [ajv.errorsText(isValid.errors)];
  });
  return judged.some(errors => errors.length === 0) ? [] : judged.flat();
}

function wrongIn({ words: [kind = '', ...rest], text }: Block, path: string, isRun: boolean): string[] {
  const hebdoLines = text.split('\n').filter(line => /^\s*(?:\$ .*)?(?:npx )?hebdo |^\$ (?:npx )?hebdo /.test(line));
  switch (kind) {
    case '<!--':
    case 'edit':
    case 'csv':
    case 'eml':
      return kind === '<!--' || isRun ? [] : [`${kind} in a page that is not run`];
    case 'sh':
      if (!isRun && !rest.includes('no-run')) return ['neither run nor marked as no-run'];
      return hebdoLines.flatMap(line => misused(line) ?? []);
    case 'console':
      if (!isRun && !/^\$ /.test(text)) return ['an output without its command'];
      return hebdoLines.flatMap(line => misused(line) ?? []);
    case 'yaml':
      return wrongYaml(text);
    case 'dotenv':
      return (text.match(/^\s*\w+(?==)/gm) ?? []).filter(name => !environmentPage.includes(`\`${name.trim()}\``));
    case 'html':
      if (isRun && rest.some(word => word.startsWith('file='))) return [];
      return /<mjml/.test(text) ? [] : text.includes('news.example.com/') ? [] : ['HTML that no test looks at'];
    // A picture of folders.
    case 'text':
      return [];
    case '':
      return ['a block without a language'];
    default:
      return otherTests[kind]?.includes(path) === true ? [] : [`a block of an unknown kind: ${kind}`];
  }
}

describe.each(pages.filter(({ path }) => !/rules\.md$|messages\.md$|CHANGELOG/.test(path)))(
  '$path',
  ({ path, text }) => {
    it('has blocks that are run or checked', () => {
      const isRun = /^<!-- run in /m.test(text);
      const wrong = blocksOf(text).flatMap(block =>
        wrongIn(block, path, isRun).map(why => `line ${block.line}: ${why}`),
      );
      expect(wrong).toEqual([]);
    });

    it('names commands and options that there are', () => {
      const spans = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`(?:npx )?(hebdo [^`]*)`/g)];
      const wrong = spans
        .map(([, line = '']) => line)
        .filter(line => /^hebdo [a-z]/.test(line) && misused(line) !== undefined);
      expect(wrong).toEqual([]);
    });
  },
);

describe('this test', () => {
  it.each([
    ['sh', 'npx hebdo send --dued'],
    ['sh', 'npx hebdo sned 2026-W48'],
    ['yaml', 'rules: { number-mismatch: of }'],
    ['yaml', 'langages: [fr]'],
    ['dotenv', 'HEBDO_SMTP=smtp://127.0.0.1'],
    ['console', 'done'],
    ['python', 'pass'],
  ])('would notice a wrong block: %s %s', (kind, text) => {
    expect(wrongIn({ words: [kind, 'no-run'], text, line: 1 }, 'docs/x.md', false)).toHaveLength(1);
  });
});

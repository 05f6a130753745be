import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Document, Scalar, YAMLMap } from 'yaml';
import { z } from 'zod';
import { placeholderLinks } from '../../issue/rules/structure/placeholder.ts';
import { metadata } from '../../source/metadata.ts';
import { automationFiles } from './automation.ts';
import { dependencyOf, packageRoot } from './origin.ts';
import type { Files } from './write-starter.ts';

/** What a new newsletter is asked for. */
export type StarterAnswers = {
  /** By language. */
  names: Record<string, string>;
  languages: string[];
  accent: string;
  url: string;
  /** The sender's email address. */
  address: string;
  publisher: string;
  postalAddress: string;
  timeZone: string;
  /** One of `starterTemplates`. */
  template: string;
  /** Keys of `automation`. */
  automation: string[];
};

const starter = join(packageRoot, 'starter');
const sampleTexts = z.record(z.string(), z.object({ fr: z.string(), en: z.string() }));

/**
 * The files of a working newsletter.
 * @param folder where they are to be written
 * @param week the sample issue's week, and when it is to be sent
 */
export async function starterFiles(
  folder: string,
  answers: StarterAnswers,
  week: string,
  sendAt: string,
): Promise<Files> {
  const texts = sampleTexts.parse(JSON.parse(await readFile(join(starter, 'issue.json'), 'utf8')));
  const files = new Map<string, string | { from: string }>([
    ['hebdo.yaml', publicationYaml(answers)],
    [`issues/${week}.yaml`, issueYaml(texts, answers.languages, week, sendAt)],
    [`issues/images/${week}/welcome.jpg`, { from: join(starter, 'welcome.jpg') }],
    ['samples/subscribers.csv', { from: join(starter, 'subscribers.csv') }],
    ['.env.example', { from: join(starter, 'env.example') }],
    ['.gitignore', { from: join(starter, 'gitignore') }],
    ...[`templates/${answers.template}`, 'templates/shared'].map(
      path => [path, { from: join(packageRoot, path) }] as const,
    ),
    ['schemas', { from: join(packageRoot, 'schemas') }],
    ['.vscode/extensions.json', { from: join(starter, 'vscode-extensions.json') }],
    ['README.md', await readmeFor(answers)],
    [
      'package.json',
      `${JSON.stringify({ private: true, dependencies: { [metadata.name]: dependencyOf(folder) } }, null, 2)}\n`,
    ],
    ...automationFiles(answers.automation),
  ]);
  for (const language of answers.languages) files.set(`locales/${language}.json`, await localeFor(language));
  return files;
}

/** A language that hebdo does not speak begins with its English words, to be translated, in all its plural forms. */
async function localeFor(language: string): Promise<string | { from: string }> {
  const own = join(packageRoot, `locales/${language}.json`);
  if (existsSync(own)) return { from: own };
  const ours = ownLanguage(language);
  const words = localeWords.parse(JSON.parse(await readFile(join(packageRoot, `locales/${ours}.json`), 'utf8')));
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  return `${JSON.stringify(withPlurals(words, forms), null, 2)}\n`;
}

const localeWords = z.record(z.string(), z.json());
type LocaleWords = z.output<typeof localeWords>;

/** Words with the plural forms of a language in place of those that they have: `comments_few` says what `comments_other` does. */
function withPlurals(words: LocaleWords, forms: readonly string[]): LocaleWords {
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, value]): [string, z.core.util.JSONType][] => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return [[key, withPlurals(value, forms)]];
      const [, base, form] = /^(.{1,60})_(zero|one|two|few|many|other)$/.exec(key) ?? [];
      if (base === undefined || form === undefined) return [[key, value]];
      if (form !== 'other') return forms.includes(form) ? [[key, value]] : [];
      return forms
        .filter(one => one === 'other' || words[`${base}_${one}`] === undefined)
        .map(one => [`${base}_${one}`, value]);
    }),
  );
}

/** The language of ours that texts for a language are written in: French for all kinds of French, else English. */
const ownLanguage = (language: string): 'fr' | 'en' => (/^fr(-|$)/i.test(language) ? 'fr' : 'en');

/** What the editors of the newsletter need to know, in its first language. */
async function readmeFor({ names, languages: [first = 'en'] }: StarterAnswers): Promise<string> {
  const text = await readFile(join(starter, `README.${ownLanguage(first)}.md`), 'utf8');
  return text.replace('%{name}', () => names[first] ?? '');
}

function publicationYaml(answers: StarterAnswers): string {
  const { names, languages, accent, url, address, publisher, postalAddress, timeZone, template } = answers;
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const category = { fr: 'Actualité', en: 'News' };
  const doc = new Document({
    name: names,
    languages,
    url,
    time_zone: timeZone,
    from: Object.fromEntries(languages.map(language => [language, { name: names[language] ?? '', address }])),
    list_id: `newsletter.${domain}`,
    publisher: { name: publisher, address: postalAddress },
    missing_translation: 'skip',
    categories: {
      news: Object.fromEntries(languages.map(language => [language, category[ownLanguage(language)]])),
    },
    theme: { accent },
    template,
    images: 'embed',
    schedule: { max_lateness: '36h' },
  });
  doc.commentBefore = ' yaml-language-server: $schema=./schemas/publication.schema.json';
  return doc.toString({ lineWidth: 0 });
}

function issueYaml(
  texts: z.output<typeof sampleTexts>,
  languages: readonly string[],
  week: string,
  sendAt: string,
): string {
  const text = (key: string, block = false): YAMLMap => {
    const map = new YAMLMap();
    for (const language of languages) {
      const scalar = new Scalar(texts[key]?.[ownLanguage(language)]);
      scalar.type = block ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE';
      map.set(language, scalar);
    }
    return map;
  };
  const doc = new Document({
    week,
    status: 'draft',
    send_at: sendAt,
    subject: text('subject'),
    preheader: text('preheader'),
    intro: text('intro', true),
    articles: [
      {
        id: 'welcome',
        title: text('title'),
        url: placeholderLinks[0],
        categories: ['news'],
        image: { src: `./images/${week}/welcome.jpg`, alt: text('alt') },
        standfirst: text('standfirst'),
        body: text('body', true),
        written_by: 'human',
      },
      {
        id: 'and-then',
        layout: 'brief',
        title: text('second'),
        url: placeholderLinks[1],
        standfirst: text('second_standfirst'),
      },
    ],
    outro: text('outro', true),
  });
  doc.commentBefore = ' yaml-language-server: $schema=../schemas/issue.schema.json';
  return doc.toString({ lineWidth: 0 });
}

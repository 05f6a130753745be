import { readFileSync } from 'node:fs';
import { cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Document, Scalar, YAMLMap } from 'yaml';
import { z } from 'zod';
import { placeholderAddress, placeholderLinks } from '../../issue/rules/structure/placeholder.ts';
import { metadata } from '../metadata.ts';

/** What a new newsletter is asked for. */
export type StarterAnswers = {
  /** By language. */
  names: Record<string, string>;
  languages: string[];
  accent: string;
  url: string;
  address: string;
  publisher: string;
  /** Keys of `automation`. */
  automation: string[];
};

const packageRoot = fileURLToPath(new URL('../../../', import.meta.url));
const starter = join(packageRoot, 'starter');
const sampleTexts = z.record(z.string(), z.object({ fr: z.string(), en: z.string() }));

/**
 * The files of a working newsletter, by path: text, or the file of hebdo's that is copied.
 * @param week the sample issue's week, and when it is to be sent
 */
export async function starterFiles(
  answers: StarterAnswers,
  week: string,
  sendAt: string,
): Promise<Map<string, string | { from: string }>> {
  const texts = sampleTexts.parse(JSON.parse(await readFile(join(starter, 'issue.json'), 'utf8')));
  const files = new Map<string, string | { from: string }>([
    ['hebdo.yaml', publicationYaml(answers)],
    [`issues/${week}.yaml`, issueYaml(texts, answers.languages, week, sendAt)],
    [`issues/images/${week}/welcome.jpg`, { from: join(starter, 'welcome.jpg') }],
    ['samples/subscribers.csv', { from: join(starter, 'subscribers.csv') }],
    ['.env.example', { from: join(starter, 'env.example') }],
    ['.gitignore', { from: join(starter, 'gitignore') }],
    ['templates/weekly', { from: join(packageRoot, 'templates/weekly') }],
    ['schemas', { from: join(packageRoot, 'schemas') }],
    [
      'package.json',
      `${JSON.stringify({ private: true, dependencies: { hebdo: `^${metadata.version}` } }, null, 2)}\n`,
    ],
  ]);
  for (const kind of answers.automation)
    for (const [path, file] of Object.entries(automation[kind] ?? {})) files.set(path, { from: join(starter, file) });
  for (const language of answers.languages) files.set(`locales/${language}.json`, { from: localeFor(language) });
  return files;
}

/** What runs hebdo unattended, by kind: where each file goes, and which of ours it is. */
export const automation: Record<string, Record<string, string>> = {
  github: {
    '.github/workflows/newsletter.yml': 'github-check.yml',
    '.github/workflows/send.yml': 'github-send.yml',
  },
  gitlab: { '.gitlab-ci.yml': 'gitlab-ci.yml' },
  systemd: {
    'deploy/hebdo-send.service': 'hebdo-send.service',
    'deploy/hebdo-send.timer': 'hebdo-send.timer',
    'deploy/hebdo-serve.service': 'hebdo-serve.service',
  },
  docker: { Dockerfile: 'Dockerfile', '.dockerignore': 'dockerignore', 'compose.yaml': 'compose.yaml' },
};

/** A language that hebdo does not speak begins with its English words, to be translated. */
function localeFor(language: string): string {
  const own = join(packageRoot, `locales/${language}.json`);
  try {
    readFileSync(own);
    return own;
  } catch {
    return join(packageRoot, 'locales/en.json');
  }
}

/** Those of the files that are there already. */
export async function existing(folder: string, paths: Iterable<string>): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) if (await stat(join(folder, path)).catch(() => undefined)) found.push(path);
  return found;
}

/** Writes the files; none may be there yet. */
export async function writeStarter(
  folder: string,
  files: ReadonlyMap<string, string | { from: string }>,
): Promise<void> {
  for (const [path, content] of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    if (typeof content === 'string') await writeFile(target, content, { flag: 'wx' });
    else await cp(content.from, target, { recursive: true, errorOnExist: true, force: false });
  }
}

function publicationYaml({ names, languages, accent, url, address, publisher }: StarterAnswers): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const category = { fr: 'Actualité', en: 'News' };
  const doc = new Document({
    name: names,
    languages,
    url,
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    from: Object.fromEntries(languages.map(language => [language, { name: names[language] ?? '', address }])),
    list_id: `newsletter.${domain}`,
    publisher: { name: publisher, address: placeholderAddress },
    missing_translation: 'skip',
    categories: {
      news: Object.fromEntries(languages.map(language => [language, language === 'fr' ? category.fr : category.en])),
    },
    theme: { accent },
    template: 'weekly',
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
      const scalar = new Scalar(language === 'fr' ? texts[key]?.fr : texts[key]?.en);
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

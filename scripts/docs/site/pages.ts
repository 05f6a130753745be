import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

/** A page of the site: its source from the root of the repository, its address in the site, its language. */
export type SitePage = { source: string; address: string; language: 'en' | 'fr'; text: string };

/** Pages that have the same content in the other language. */
const pairs: readonly (readonly [en: string, fr: string])[] = [
  ['docs/README.md', 'docs/fr/README.md'],
  ['docs/first-issue.md', 'docs/fr/premier-numero.md'],
  ['docs/first-send.md', 'docs/fr/premier-envoi.md'],
  ['docs/rules.md', 'docs/fr/rules.md'],
  ['docs/how-to/write-in-vs-code.md', 'docs/fr/ecrire-dans-vscode.md'],
  ['docs/how-to/translate.md', 'docs/fr/traduire.md'],
  ['docs/how-to/import-a-page-or-feed.md', 'docs/fr/importer.md'],
  ['docs/how-to/approve-and-schedule.md', 'docs/fr/approuver-et-programmer.md'],
];

/** The map of each language: the order of the sidebar. */
export const maps = { en: 'docs/README.md', fr: 'docs/fr/README.md' } as const;

/** Reads every page of the documentation. @param root the repository's folder */
export async function readPages(root: string): Promise<SitePage[]> {
  const ofRoot = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];
  const sources = [
    ...globSync('docs/**/*.md', { cwd: root })
      .map(path => path.replaceAll('\\', '/'))
      .sort(),
    ...ofRoot,
  ];
  return Promise.all(
    sources.map(async source => ({
      source,
      address: addressOf(source),
      language: source.startsWith('docs/fr/') ? ('fr' as const) : ('en' as const),
      text: await readFile(join(root, source), 'utf8'),
    })),
  );
}

/** @example addressOf('docs/how-to/translate.md') // 'how-to/translate.html' */
const addressOf = (source: string): string =>
  source.startsWith('docs/')
    ? source
        .slice('docs/'.length)
        .replace(/README\.md$/, 'index.html')
        .replace(/\.md$/, '.html')
    : `about/${source.toLowerCase().replace(/\.md$/, '.html')}`;

/** The source of the same page in the other language, else of its map. */
export function inOtherLanguage({ source, language }: SitePage): string {
  const pair = pairs.find(one => one.includes(source));
  if (language === 'en') return pair?.[1] ?? maps.fr;
  return pair?.[0] ?? maps.en;
}

/** A link from one address to another. @example relative('how-to/translate.html', 'files.html') // '../files.html' */
export const relative = (from: string, to: string): string => posix.relative(posix.dirname(from), to);

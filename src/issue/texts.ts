import { type Localized, textIn } from '../source/values.ts';
import type { Path } from '../source/yaml/parse-yaml.ts';
import type { Issue } from './schema.ts';

/** The kind of a text: a line of prose, Markdown, a name (of a person or a source), or a link. */
export type TextKind = 'line' | 'markdown' | 'name' | 'link';

/** A text of an issue that readers see, with its path in the file. */
export type IssueText = { path: Path; value: Localized; kind: TextKind };

/** All texts of an issue, in the order of the file's keys. */
export function textsOf(issue: Issue): IssueText[] {
  const texts: IssueText[] = [];
  const add = (path: Path, value: Localized | undefined, kind: TextKind): void => {
    if (value !== undefined) texts.push({ path, value, kind });
  };
  add(['subject'], issue.subject, 'line');
  add(['preheader'], issue.preheader, 'line');
  add(['intro'], issue.intro, 'markdown');
  issue.articles.forEach((article, i) => {
    const at = (...path: Path): Path => ['articles', i, ...path];
    add(at('title'), article.title, 'line');
    add(at('url'), article.url, 'link');
    add(at('author'), article.author, 'name');
    add(at('image', 'alt'), article.image?.alt, 'line');
    add(at('image', 'credit', 'author'), article.image?.credit?.author, 'name');
    add(at('image', 'credit', 'author_url'), article.image?.credit?.author_url, 'link');
    add(at('image', 'credit', 'source'), article.image?.credit?.source, 'name');
    add(at('image', 'credit', 'source_url'), article.image?.credit?.source_url, 'link');
    add(at('standfirst'), article.standfirst, 'line');
    add(at('body'), article.body, 'markdown');
    add(at('pull_quote'), article.pull_quote, 'line');
    add(at('source', 'name'), article.source?.name, 'name');
    add(at('source', 'url'), article.source?.url, 'link');
    add(at('comments', 'url'), article.comments?.url, 'link');
  });
  add(['number', 'value'], issue.number?.value, 'line');
  add(['number', 'text'], issue.number?.text, 'line');
  add(['question', 'text'], issue.question?.text, 'line');
  add(['event', 'title'], issue.event?.title, 'line');
  add(['event', 'place'], issue.event?.place, 'name');
  add(['event', 'url'], issue.event?.url, 'link');
  add(['sponsor', 'name'], issue.sponsor?.name, 'name');
  add(['sponsor', 'url'], issue.sponsor?.url, 'link');
  add(['sponsor', 'text'], issue.sponsor?.text, 'line');
  add(['outro'], issue.outro, 'markdown');
  add(['signature', 'name'], issue.signature?.name, 'name');
  add(['next'], issue.next, 'line');
  return texts;
}

/** One text in one language; `language` is undefined for a text that is the same in all. */
export type Wording = { path: Path; language?: string; text: string; kind: TextKind };

/** All texts of an issue in all their languages. @param kinds only texts of these kinds; all kinds if none is given */
export function wordingsOf(issue: Issue, ...kinds: TextKind[]): Wording[] {
  return textsOf(issue)
    .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
    .flatMap(({ path, value, kind }): Wording[] =>
      typeof value === 'string'
        ? [{ path, text: value, kind }]
        : Object.entries(value).map(([language, text]) => ({ path: [...path, language], language, text, kind })),
    );
}

/** A text and one of its translations. The source language is the first of the publication's languages that the text has. */
export type Translation = { path: Path; kind: TextKind; from: string; source: string; to: string; text: string };

/** All translations in an issue, each with its source text. @param languages the publication's */
export function translationsOf(issue: Issue, languages: readonly string[], ...kinds: TextKind[]): Translation[] {
  return textsOf(issue)
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ path, value, kind }): Translation[] => {
      if (typeof value === 'string') return [];
      // An empty text is missing and cannot be compared.
      const [from, ...others] = languages.filter(
        language => textIn(value, language) !== undefined && value[language] !== '',
      );
      const source = from === undefined ? undefined : value[from];
      if (from === undefined || source === undefined) return [];
      return others.map(to => ({ path: [...path, to], kind, from, source, to, text: value[to] ?? '' }));
    });
}

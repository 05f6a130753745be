import type { Localized } from '../source/values.ts';
import type { Path } from '../source/yaml.ts';
import type { Issue } from './schema.ts';

/** A text of an issue that readers see, and where it stands. */
export type IssueText = { path: Path; value: Localized; markdown: boolean };

/** Every text of an issue that may differ by language, in the order of the file's keys. */
export function textsOf(issue: Issue): IssueText[] {
  const texts: IssueText[] = [];
  const add = (path: Path, value: Localized | undefined, markdown = false): void => {
    if (value !== undefined) texts.push({ path, value, markdown });
  };
  add(['subject'], issue.subject);
  add(['preheader'], issue.preheader);
  add(['intro'], issue.intro, true);
  issue.articles.forEach((article, i) => {
    const at = (...path: Path): Path => ['articles', i, ...path];
    add(at('title'), article.title);
    add(at('url'), article.url);
    add(at('image', 'alt'), article.image?.alt);
    add(at('image', 'credit', 'author'), article.image?.credit?.author);
    add(at('image', 'credit', 'source'), article.image?.credit?.source);
    add(at('standfirst'), article.standfirst);
    add(at('body'), article.body, true);
    add(at('pull_quote'), article.pull_quote);
    add(at('source', 'name'), article.source?.name);
    add(at('source', 'url'), article.source?.url);
    add(at('comments', 'url'), article.comments?.url);
  });
  add(['outro'], issue.outro, true);
  return texts;
}

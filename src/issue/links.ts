import type { Path } from '../source/yaml/parse-yaml.ts';
import { linksIn } from './markdown.ts';
import type { Issue } from './schema.ts';
import { wordingsOf } from './texts.ts';

/** All web links of an issue, in its fields and inside its texts, each with its path in the file. */
export const linksOf = (issue: Issue): { path: Path; href: string }[] =>
  wordingsOf(issue, 'link', 'markdown').flatMap(({ path, text, kind }) =>
    kind === 'link'
      ? [{ path, href: text }]
      : linksIn(text)
          .filter(({ href }) => /^https?:/.test(href))
          .map(({ href }) => ({ path, href })),
  );

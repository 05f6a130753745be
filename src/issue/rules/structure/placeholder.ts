import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** The postal address that `hebdo init` writes, to be replaced. */
export const placeholderAddress = 'Street 1, City';

/** The links of the articles that `hebdo init` writes. */
export const placeholderLinks = ['https://example.com/welcome', 'https://example.com/then'];

/** Words that authors leave where a text is still to come. */
const unwritten = /\b(TODO|FIXME|TBD|XXX)\b|\blorem ipsum\b/i;

/** Reports what was meant to be replaced in an issue that is ready. */
export const placeholder: Rule = {
  id: 'placeholder',
  severity: 'error',
  doc: {
    finds:
      'in an issue that is ready: the postal address and the articles that `hebdo init` wrote, and words such as TODO or lorem ipsum',
    why: 'Readers would get texts that are not written yet.',
    wrong: 'title: { fr: TODO, en: The bank opens at night }',
    right: 'title: { fr: La banque ouvre la nuit, en: The bank opens at night }',
  },
  find({ issue, publication }) {
    if (issue.status !== 'ready') return [];
    const findings: Finding[] = [];
    if (Object.values(textsOf(publication.publisher.address)).includes(placeholderAddress))
      findings.push({
        path: ['status'],
        message: 'hebdo.yaml still has the postal address that `hebdo init` wrote.',
        hint: `Write yours instead of \`${placeholderAddress}\` (publisher.address): every message shows it.`,
      });
    for (const [i, article] of issue.articles.entries())
      if (Object.values(textsOf(article.url)).some(url => placeholderLinks.includes(url)))
        findings.push({
          path: ['articles', i, 'url'],
          message: 'This article is the one that `hebdo init` wrote.',
          hint: 'Write yours in its place, or set `status: draft`.',
        });
    for (const { path, text } of wordingsOf(issue, 'line')) {
      const words = unwritten.exec(text.slice(0, 2_000))?.[0];
      if (words !== undefined)
        findings.push({
          path,
          words,
          message: `\`${words}\` stands for a text that is still to come.`,
          hint: 'Write it, or set `status: draft`.',
        });
    }
    return findings;
  },
};

/** A text's values by language; a plain string is the same in all. */
const textsOf = (text: string | Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> =>
  typeof text === 'string' ? { all: text } : (text ?? {});

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Publication } from '../../../publication/schema.ts';
import { nameOf } from '../../../source/validate.ts';
import type { Path } from '../../../source/yaml/parse-yaml.ts';
import { said, t } from '../../../wording/wording.ts';
import { fieldPattern, readerFieldNames } from '../../reader-fields.ts';
import type { Issue } from '../../schema.ts';
import { wordingsOf } from '../../texts.ts';
import { proseOf } from '../prose.ts';
import type { Finding, Rule } from '../rule.ts';
import { mergeFields, unfinished } from './left-overs.ts';

/** The postal address that `hebdo init` writes, to be replaced. */
export const placeholderAddress = 'Street 1, City';

/** The web and mail addresses that `hebdo init` writes, to be replaced. */
export const placeholderSite = { url: 'https://news.example.com', address: 'hello@news.example.com' };

/** Whether a newsletter has these addresses. */
const isOfStarter = ({ url, from }: Publication): boolean =>
  url === placeholderSite.url && Object.values(from).every(({ address }) => address === placeholderSite.address);

/** The links of the articles that `hebdo init` writes. */
export const placeholderLinks = ['https://example.com/welcome', 'https://example.com/then'];

/** Whether a link is to a domain reserved for examples (RFC 2606), which no reader can visit. */
export const isReserved = (link: string): boolean =>
  /(?:^|\.)example\.(?:com|org|net|edu)$|\.(?:example|invalid)$/.test(URL.parse(link)?.hostname ?? '');

const isOfThisMachine = (link: string): boolean => /^(?:localhost|127\.|\[::1\])/.test(URL.parse(link)?.hostname ?? '');

/** The texts of the issue that `hebdo init` writes, in words; those that any issue may have are left out. */
function starterTexts(): Set<string> {
  const file = readFileSync(new URL('../../../../starter/issue.json', import.meta.url), 'utf8');
  const {
    outro: _,
    second: __,
    ...texts
  } = z.record(z.string(), z.record(z.string(), z.string())).parse(JSON.parse(file));
  return new Set(Object.values(texts).flatMap(text => Object.values(text).map(words)));
}

/** A text as words to compare, whatever its spaces and apostrophes. */
const words = (text: string): string =>
  text
    .slice(0, 2_000)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Reports what was meant to be replaced in an issue that is ready. */
export const placeholder: Rule = {
  id: 'placeholder',
  severity: 'error',
  doc: {
    finds:
      'in an issue that is ready: the addresses and the articles that `hebdo init` wrote; in any issue: TODO, TK, ???, `[to check]`, lorem ipsum, and fields of other programs such as `{{name}}` (warnings in a draft)',
    why: 'Readers would get texts that are not written yet.',
    wrong: 'title: { fr: TODO, en: The bank opens at night }',
    right: 'title: { fr: La banque ouvre la nuit, en: The bank opens at night }',
  },
  find({ issue, publication }) {
    const fields = readerFieldNames(publication);
    if (issue.status !== 'ready')
      return leftOversIn(issue, fields).map(finding => ({ ...finding, severity: 'warning' }));
    const findings = leftOversIn(issue, fields);
    if (Object.values(textsOf(publication.publisher.address)).some(text => words(text) === words(placeholderAddress)))
      findings.push({
        path: ['status'],
        message: t('hebdo.yaml still has the postal address that `hebdo init` wrote.'),
        hint: isOfStarter(publication)
          ? t(
              'Write yours instead of `%{placeholderAddress}` (publisher.address), `%{url}` (url) and `%{address}` (from).',
              {
                placeholderAddress,
                ...placeholderSite,
              },
            )
          : t('Write yours instead of `%{placeholderAddress}` (publisher.address): every message shows it.', {
              placeholderAddress,
            }),
      });
    for (const [i, article] of issue.articles.entries())
      if (Object.values(textsOf(article.url)).some(url => placeholderLinks.includes(url)))
        findings.push({
          path: ['articles', i, 'url'],
          message: t('This article is the one that `hebdo init` wrote.'),
          hint: t('Write yours in its place, or set `status: draft`.'),
        });
    // A newsletter that is only tried has such links itself.
    if (!isReserved(publication.url) && !isOfThisMachine(publication.url))
      for (const { path, text } of wordingsOf(issue, 'link'))
        if (isReserved(text) && !placeholderLinks.includes(text))
          findings.push({
            path,
            severity: 'warning',
            ...said('%{link} stands for a link that is still to come.', { link: text.slice(0, 80) }),
            hint: t('Write it, or set `status: draft`.'),
          });
    const ofStarter = starterTexts();
    const left: Path[] = [];
    for (const { path, text } of wordingsOf(issue, 'line', 'markdown')) if (ofStarter.has(words(text))) left.push(path);
    const [first] = left;
    if (first !== undefined)
      findings.push({
        path: first,
        ...said('Still as `hebdo init` wrote it: %{texts}.', { texts: left.map(one => nameOf(one, issue)).join(', ') }),
        hint: t('Write yours in their place, or set `status: draft`.'),
      });
    return findings;
  },
};

/** Signs of unfinished texts and fields of other programs, the first of each kind in each text. */
const leftOversIn = (issue: Issue, readerFields: readonly string[]): Finding[] =>
  wordingsOf(issue).flatMap(({ path, text, kind }) => {
    const written = kind === 'link' ? text : withoutReaderFields(text.replace(code, ''), readerFields);
    const fields = firstsIn(written, mergeFields).map(found => ({
      path,
      words: found,
      ...said('`%{found}` is a field that nothing fills.', { found }),
      hint: t('Write the text itself: every reader gets the same issue.'),
    }));
    const notes = kind === 'link' ? [] : firstsIn(proseOf(text.slice(0, maxChars)), unfinished);
    return [
      ...fields,
      ...notes.map(found => ({
        path,
        words: found,
        ...said('`%{found}` stands for a text that is still to come.', { found }),
        hint:
          issue.status === 'ready' ? t('Write it, or set `status: draft`.') : t('Write it before the issue is ready.'),
      })),
    ];
  });

/** The rule `reader-field` looks at the fields of readers. */
const withoutReaderFields = (text: string, readerFields: readonly string[]): string =>
  text.replace(fieldPattern, (written, name: string, words?: string) =>
    readerFields.includes(name) || words !== undefined ? '' : written,
  );

const maxChars = 20_000;
const code = /`[^`\n]{1,2000}`/g;

const firstsIn = (text: string, patterns: readonly RegExp[]): string[] => [
  ...new Set(patterns.flatMap(pattern => pattern.exec(text.slice(0, maxChars))?.[0] ?? [])),
];

/** A text's values by language; a plain string is the same in all. */
const textsOf = (text: string | Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> =>
  typeof text === 'string' ? { all: text } : (text ?? {});

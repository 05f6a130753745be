import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { said, t } from '../../../wording/wording.ts';
import { isSameFile, type SizedFile, sizedFile } from '../../images/same-file.ts';
import { issuesFolder, listWeeks } from '../../issue-files.ts';
import type { Issue } from '../../schema.ts';
import type { Finding, Rule } from '../rule.ts';

/** Earlier issues that are looked through. */
const maxEarlierIssues = 26;
/** Characters of a title from which on it is the title of one article. */
const minTitleChars = 25;
/** Characters of an earlier issue that are looked through. */
const maxIssueChars = 1_000_000;

/** Reports articles that stand twice in an issue, and links and images that an earlier issue had. */
export const repeatedArticle: Rule = {
  id: 'repeated-article',
  severity: 'warning',
  doc: {
    finds: 'an article or an image that stands twice in the issue, and a link or an image that an earlier issue had',
    why: 'Readers have read it already.',
    wrong: 'url: https://news.example.com/bank   # in 2026-W47.yaml too',
    right: 'url: https://news.example.com/new-bank',
  },
  async find({ folder, issue, source }) {
    return [
      ...twiceIn(issue),
      ...(await imagesTwiceIn(folder, issue)),
      ...(await inEarlier(folder, issue, basename(source.path, '.yaml'))),
    ];
  },
};

type Article = Issue['articles'][number];

const linksOf = ({ url }: Article): string[] => [...new Set(typeof url === 'string' ? [url] : Object.values(url))];
const titlesOf = ({ title }: Article): string[] =>
  (typeof title === 'string' ? [title] : Object.values(title)).filter(one => one !== '');
const plainLink = (link: string): string => (link.split(/[#?]/)[0] ?? '').replace(/\/$/, '');

function twiceIn({ articles }: Issue): Finding[] {
  return articles.flatMap((article, i): Finding[] => {
    const others = articles.slice(0, i).filter(({ id }) => id !== article.id);
    for (const before of others) {
      const [links, titles] = [linksOf(before).filter(isArticleLink).map(plainLink), titlesOf(before)];
      const link = linksOf(article).find(one => links.includes(plainLink(one)));
      const title = titlesOf(article).find(one => titles.includes(one));
      const [key, words] = link === undefined ? ['title', title] : ['url', link];
      if (words === undefined) continue;
      return [
        {
          path: ['articles', i, key, ...languageOf(key === 'url' ? article.url : article.title, words)],
          ...said('`%{id}` is the same article as `%{before}`.', { id: article.id, before: before.id }),
          hint: t('Keep one of them.'),
        },
      ];
    }
    return [];
  });
}

/** The images that an article has of another one of the issue. */
async function imagesTwiceIn(folder: string, { articles }: Issue): Promise<Finding[]> {
  const findings: Finding[] = [];
  const seen: { id: string; file: SizedFile }[] = [];
  for (const [i, { id, image }] of articles.entries()) {
    if (image === undefined) continue;
    const file = await imageOf(folder, image.src);
    const before = await findAsync(seen, other => isSameFile(other.file, file));
    if (before === undefined) seen.push({ id, file });
    else
      findings.push({
        path: ['articles', i, 'image', 'src'],
        ...said('`%{id}` has the same image as `%{before}`.', { id, before: before.id }),
        hint: t('Take another image, or ignore this rule on the line.'),
      });
  }
  return findings;
}

/** The file of an image, whose path is relative to the folder of the issues. */
const imageOf = (folder: string, src: string): Promise<SizedFile> => sizedFile(join(folder, issuesFolder, src));

/** The first of a list for which a check that takes time is true. */
async function findAsync<T>(list: readonly T[], isFound: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of list) if (await isFound(one)) return one;
  return undefined;
}

/** The images of an issue's file. */
const imageSources = /(?<=\bsrc: {0,4}["']?)\.[^\s"',}]{1,300}/g;

/** The key of a text that has one for each language. */
const languageOf = (text: Article['title'], words: string): string[] =>
  typeof text === 'string'
    ? []
    : Object.keys(text)
        .filter(language => text[language] === words)
        .slice(0, 1);

/** A link to a site's first page may be that of several articles. */
const isArticleLink = (link: string): boolean => (URL.parse(link)?.pathname ?? '/').length > 1;

/** @param own the name of the issue's file, which may not be its week */
async function inEarlier(folder: string, issue: Issue, own: string): Promise<Finding[]> {
  const earlier = (await listWeeks(folder))
    .filter(week => week < issue.week && week !== own)
    .sort()
    .slice(-maxEarlierIssues)
    .reverse();
  // The texts are searched, not parsed: that would take seconds.
  const texts = await Promise.all(
    earlier.map(async week => ({
      week,
      text: (await readFile(join(folder, issuesFolder, `${week}.yaml`), 'utf8').catch(() => '')).slice(
        0,
        maxIssueChars,
      ),
    })),
  );
  const weekWith = (value: string): string | undefined =>
    texts.find(
      ({ text }) =>
        text.includes(value) && new RegExp(`(?<![\\w/.-])${RegExp.escape(value)}/?(?![\\w/?#%-])`).test(text),
    )?.week;
  // A short title may be that of a column.
  const weekWithTitle = (title: string): string | undefined =>
    title.length < minTitleChars || title.includes('\n')
      ? undefined
      : texts.find(({ text }) => [`"${title}"`, `: ${title}\n`, `'${title}'`].some(one => text.includes(one)))?.week;
  const images = await Promise.all(
    texts.flatMap(({ week, text }) =>
      [...text.matchAll(imageSources)].map(async ([src]) => ({ week, file: await imageOf(folder, src) })),
    ),
  );
  const weekWithImage = async (src: string): Promise<string | undefined> => {
    const own = await imageOf(folder, src);
    return (await findAsync(images, ({ file }) => isSameFile(file, own)))?.week;
  };
  const findings = issue.articles.map(async (article, i): Promise<Finding[]> => {
    const [link, week] = linksOf(article)
      .filter(isArticleLink)
      .map(one => [one, weekWith(plainLink(one))] as const)
      .find(([, found]) => found !== undefined) ?? ['', undefined];
    const title = week === undefined ? titlesOf(article).find(one => weekWithTitle(one) !== undefined) : undefined;
    const image = article.image?.src ?? '';
    const imageWeek = image === '' ? undefined : (weekWith(image) ?? (await weekWithImage(image)));
    return [
      ...(week === undefined
        ? []
        : [
            {
              path: ['articles', i, 'url'],
              words: link,
              ...said('The issue %{week} had this link already.', { week }),
              hint: t('Write about something new, or ignore this rule on the line.'),
            },
          ]),
      ...(title === undefined
        ? []
        : [
            {
              path: ['articles', i, 'title', ...languageOf(article.title, title)],
              ...said('The issue %{week} had this title already.', { week: weekWithTitle(title) ?? '' }),
              hint: t('Write about something new, or ignore this rule on the line.'),
            },
          ]),
      ...(imageWeek === undefined
        ? []
        : [
            {
              path: ['articles', i, 'image', 'src'],
              ...said('The issue %{week} had this image already.', { week: imageWeek }),
              hint: t('Take another image, or ignore this rule on the line.'),
            },
          ]),
    ];
  });
  return (await Promise.all(findings)).flat();
}

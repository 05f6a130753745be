import type { Temporal } from 'temporal-polyfill';
import type { Article, Issue, Layout } from '../issue/schema.ts';
import type { Publication } from '../publication/schema.ts';
import { dayOf, mondayOf, sendTime } from '../publication/send-time.ts';
import { type Localized, textIn } from '../source/values.ts';
import { fullDate, nameOfLanguage, numberOfWeek } from './format.ts';
import type { Locale } from './locale.ts';
import { type RichText, richText } from './rich-text.ts';
import { typesetLine } from './typography.ts';

/** A typeset text. `lang` is set where it is in another language than its edition. */
export type Text = { text: string; lang?: string };
export type Rich = RichText & { lang?: string };

/** An issue in one language: every text resolved and typeset, nothing left to decide. */
export type Edition = {
  week: string;
  language: string;
  dir: 'ltr' | 'rtl';
  name: string;
  number: string;
  date: string;
  subject: Text;
  preheader?: Text;
  intro?: Rich;
  articles: EditionArticle[];
  outro?: Rich;
  publisher: { name: string; address: string };
  /** Whether an article is by an AI or with its help, and where readers learn more about that. */
  disclosed: boolean;
  disclosureUrl?: string;
  logo?: { src: string; alt: string; width: number };
  /** The issue's other editions, for links between them. */
  alternates: { language: string; name: string; url: string }[];
  /** Where the web version of this edition lives. */
  url: string;
  /** Where one signs up. */
  subscribeUrl: string;
};

export type EditionArticle = {
  id: string;
  layout: Layout;
  title: Text;
  url: string;
  categories: string[];
  image?: EditionImage;
  standfirst?: Text;
  body?: Rich;
  pullQuote?: Text;
  source?: { name: Text; url?: string };
  comments?: { url: string; label: string };
  writtenBy?: 'ai' | 'ai_assisted' | 'human';
};

export type EditionImage = {
  src: string;
  alt: Text;
  credit?: { author?: Text; authorUrl?: string; source?: Text; sourceUrl?: string };
};

/** What an edition is made from. The locales are those of all the publication's languages. */
export type EditionSource = { publication: Publication; issue: Issue; locales: readonly Locale[] };

/**
 * The languages this issue has an edition in: those in which it has at least one article to show, and always the
 * default one.
 */
export function editionLanguages({ publication, issue }: Omit<EditionSource, 'locales'>): string[] {
  return publication.languages.filter(
    (language, i) => i === 0 || issue.articles.some(article => isShown(article, language, publication)),
  );
}

/** Whether an edition shows an article: always, unless texts are skipped and its title lacks the language. */
const isShown = (article: Article, language: string, { missing_translation }: Publication): boolean =>
  missing_translation !== 'skip' || textIn(article.title, language) !== undefined;

/** Where the web version of an edition lives. */
export const webUrl = (publication: Publication, week: string, language: string): string =>
  `${publication.url}/${week}/${language}/`;

/** The day readers see on the issue: that of `send_at`, else the Monday of its week. */
function issueDay(issue: Issue, publication: Publication): Temporal.PlainDate {
  const instant = sendTime(issue, publication.time_zone)?.in(publication.time_zone);
  const day = instant === undefined ? mondayOf(issue.week) : dayOf(instant, publication.time_zone);
  if (day === undefined) throw new Error(`${issue.week} is no week: the schema should have refused it`);
  return day;
}

/**
 * Makes the edition of an issue in one language.
 * @param language one of the publication's, with its locale among `source.locales`
 */
export function makeEdition(source: EditionSource, language: string): Edition {
  const { publication, issue } = source;
  const read = reader(source, language);
  const { locale } = read;
  const articles = issue.articles.filter(article => isShown(article, language, publication));
  const disclosed = articles.some(a => a.written_by === 'ai' || a.written_by === 'ai_assisted');
  const { logo } = publication.theme;
  return {
    week: issue.week,
    language,
    dir: locale.dir,
    name: read.always(publication.name).text,
    number: locale.t('issue', { number: numberOfWeek(issue.week) }),
    date: fullDate(issueDay(issue, publication), locale),
    subject: read.optional(issue.subject) ?? read.always(articles[0]?.title ?? issue.subject),
    preheader: read.optional(issue.preheader),
    intro: read.rich(issue.intro),
    articles: articles.map((article, i) => makeArticle(article, i, read, publication)),
    outro: read.rich(issue.outro),
    publisher: {
      name: read.always(publication.publisher.name).text,
      address: read.raw(publication.publisher.address),
    },
    disclosed,
    disclosureUrl:
      disclosed && publication.ai_disclosure !== undefined ? read.raw(publication.ai_disclosure.url) : undefined,
    logo: logo && { src: logo.src, alt: read.raw(logo.alt), width: logo.width },
    alternates: editionLanguages(source)
      .filter(other => other !== language)
      .map(other => ({ language: other, name: nameOfLanguage(other), url: webUrl(publication, issue.week, other) })),
    url: webUrl(publication, issue.week, language),
    subscribeUrl: `${publication.url}/`,
  };
}

function makeArticle(article: Article, index: number, read: Reader, publication: Publication): EditionArticle {
  const { image, comments, source } = article;
  const { credit } = image ?? {};
  return {
    id: article.id,
    layout: article.layout ?? (index === 0 ? 'lead' : 'standard'),
    title: read.always(article.title),
    url: read.raw(article.url),
    categories: article.categories.map(key => read.always(publication.categories[key] ?? key).text),
    image: image && {
      src: image.src,
      alt: image.alt === '' ? { text: '' } : read.always(image.alt),
      credit: credit && {
        author: read.optional(credit.author),
        authorUrl: credit.author_url,
        source: read.optional(credit.source),
        sourceUrl: credit.source_url,
      },
    },
    standfirst: read.optional(article.standfirst),
    body: read.rich(article.body),
    pullQuote: read.optional(article.pull_quote),
    source: source && { name: read.always(source.name), url: source.url && read.raw(source.url) },
    comments: comments && {
      url: read.raw(comments.url),
      label: read.locale.t('article.comments', { count: comments.count }),
    },
    writtenBy: article.written_by,
  };
}

type Reader = {
  locale: Locale;
  /** The text in the edition's language, or under `fallback` in another, or nothing. */
  optional(value: Localized | undefined): Text | undefined;
  /** The same for Markdown. */
  rich(value: Localized | undefined): Rich | undefined;
  /** The text in the edition's language, or in the nearest one there is. */
  always(value: Localized): Text;
  /** The same, not typeset: addresses and links. */
  raw(value: Localized): string;
};

/** Resolves texts for one language: that language, then the publication's in their order. */
function reader({ publication, locales }: EditionSource, language: string): Reader {
  const localeOf = (tag: string): Locale => {
    const found = locales.find(locale => locale.language === tag);
    if (found === undefined) throw new Error(`The locale of ${tag} was not loaded`);
    return found;
  };
  const resolve = (value: Localized): { text: string; language: string } | undefined => {
    for (const tag of [language, ...publication.languages]) {
      const text = textIn(value, tag);
      if (text !== undefined) return { text, language: typeof value === 'string' ? language : tag };
    }
    return undefined;
  };
  const wanted = (value: Localized | undefined) => {
    const found = value === undefined ? undefined : resolve(value);
    if (found === undefined || (found.language !== language && publication.missing_translation === 'skip'))
      return undefined;
    return { ...found, lang: found.language === language ? undefined : found.language };
  };
  const typeset = (text: string, tag: string): string => typesetLine(localeOf(tag).typeset, text);
  return {
    locale: localeOf(language),
    optional(value) {
      const found = wanted(value);
      return found && { text: typeset(found.text, found.language), lang: found.lang };
    },
    rich(value) {
      const found = wanted(value);
      return found && { ...richText(found.text, localeOf(found.language)), lang: found.lang };
    },
    always(value) {
      const found = resolve(value);
      if (found === undefined) return { text: '' };
      const lang = found.language === language ? undefined : found.language;
      return { text: typeset(found.text, found.language), lang };
    },
    raw: value => resolve(value)?.text ?? '',
  };
}

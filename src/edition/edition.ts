import type { Temporal } from 'temporal-polyfill';
import type { ReaderField } from '../issue/reader-fields.ts';
import { wordsPerMinute } from '../issue/rules/text/reading-time.ts';
import type { Article, Issue, Layout } from '../issue/schema.ts';
import type { Publication } from '../publication/schema.ts';
import { dayOf, instantIn, mondayOf, sendTime } from '../publication/send-time.ts';
import { ownValue } from '../source/own.ts';
import { textIn } from '../source/values.ts';
import { type CalendarFile, calendarFile } from './calendar-event.ts';
import { dateAndTime, fullDate, nameOfLanguage, numberOfWeek } from './format.ts';
import type { Locale } from './locale.ts';
import { type Rich, type Text, type TextResolver, textResolver } from './text-resolver.ts';

/** An issue in one language, with all texts resolved and typeset. */
export type Edition = {
  week: string;
  language: string;
  dir: 'ltr' | 'rtl';
  name: string;
  number: string;
  date: string;
  subject: Text;
  /** The fields of the reader that the texts name, in the order of their slots. */
  fields: ReaderField[];
  preheader?: Text;
  intro?: Rich;
  articles: EditionArticle[];
  /** The number of the week. */
  figure?: { value: Text; text: Text };
  /** A question, and the link that begins an email with an answer. */
  question?: { text: Text; answerUrl: string };
  /** An event: when it is in words, and its file for calendars. */
  event?: { title: Text; when: string; place?: Text; url?: string; calendar: CalendarFile };
  sponsor?: { name: Text; url: string; text?: Text };
  outro?: Rich;
  signature?: { name: Text; portrait?: string };
  next?: Text;
  publisher: { name: string; address: string };
  /** Whether an article was written by an AI or with its help, and the page about that. */
  disclosed: boolean;
  disclosureUrl?: string;
  logo?: { src: string; alt: string; width: number };
  /** The other editions of the issue, for links between them. */
  alternates: { language: string; name: string; url: string }[];
  /** The address of the web version of this edition. */
  url: string;
  /** The address of the sign-up page. */
  subscribeUrl: string;
};

export type EditionArticle = {
  id: string;
  layout: Layout;
  title: Text;
  url: string;
  author?: Text;
  categories: string[];
  image?: EditionImage;
  standfirst?: Text;
  body?: Rich;
  pullQuote?: Text;
  /** Whether the pull quote is a sentence of the body: plain text has it once. */
  repeatsQuote: boolean;
  source?: { name: Text; url?: string };
  comments?: { url: string; label: string; count: number };
  /** Minutes to read it, if they are three or more. */
  minutes?: string;
  writtenBy?: 'ai' | 'ai_assisted' | 'human';
};

type EditionImage = {
  src: string;
  generatedBy?: 'ai' | 'ai_assisted';
  focus?: readonly [x: number, y: number];
  alt: Text;
  credit?: { author?: Text; authorUrl?: string; source?: Text; sourceUrl?: string };
};

/** The data that editions are made from. `locales` has a locale for each of the publication's languages. */
export type EditionSource = { publication: Publication; issue: Issue; locales: readonly Locale[] };

/** The languages in which an issue has an edition: the default language, and each language with at least one article. */
export function editionLanguages({ publication, issue }: Omit<EditionSource, 'locales'>): string[] {
  return publication.languages.filter(
    (language, i) => i === 0 || articlesOf(issue, publication, language).shown.length > 0,
  );
}

/** The articles that an edition shows: all, unless `missing_translation` is `skip` and a title lacks the language. */
export function articlesOf({ articles }: Pick<Issue, 'articles'>, publication: Publication, language: string) {
  const isShown = ({ title }: Article): boolean =>
    publication.missing_translation !== 'skip' || textIn(title, language) !== undefined;
  return { shown: articles.filter(isShown), leftOut: articles.filter(article => !isShown(article)) };
}

/** The address of the web version of an edition. */
const webUrl = (publication: Publication, week: string, language: string): string =>
  `${publication.url}/${week}/${language}/`;

/** The date that an issue shows: the day of `send_at`, or else the Monday of its week. */
function issueDay(issue: Issue, publication: Publication): Temporal.PlainDate {
  const instant = sendTime(issue, publication.time_zone)?.in(publication.time_zone);
  const day = instant === undefined ? mondayOf(issue.week) : dayOf(instant, publication.time_zone);
  if (day === undefined) throw new Error(`${issue.week} is not a week: the schema should have rejected it`);
  return day;
}

/**
 * Makes the edition of an issue in one language.
 * @param language one of the publication's; its locale must be in `source.locales`
 * @throws if the locale is missing
 */
export function makeEdition(source: EditionSource, language: string): Edition {
  const { publication, issue } = source;
  const texts = textResolver(source, language);
  const { locale } = texts;
  const articles = articlesOf(issue, publication, language).shown;
  const disclosed = articles.some(
    ({ written_by, image }) =>
      (written_by !== undefined && written_by !== 'human') || image?.generated_by !== undefined,
  );
  const { logo } = publication.theme;
  return {
    week: issue.week,
    language,
    dir: locale.dir,
    name: texts.always(publication.name).text,
    number: locale.t('issue', { number: numberOfWeek(issue.week) }),
    date: fullDate(issueDay(issue, publication), locale),
    subject: texts.optional(issue.subject) ?? texts.always(articles[0]?.title ?? issue.subject),
    fields: texts.fields,
    preheader: texts.optional(issue.preheader),
    intro: texts.rich(issue.intro),
    articles: articles.map((article, i) => makeArticle(article, i, texts, publication)),
    ...extrasOf(issue, publication, texts),
    outro: texts.rich(issue.outro),
    next: texts.optional(issue.next),
    publisher: {
      name: texts.always(publication.publisher.name).text,
      address: texts.raw(publication.publisher.address),
    },
    disclosed,
    disclosureUrl:
      disclosed && publication.ai_disclosure !== undefined ? texts.raw(publication.ai_disclosure.url) : undefined,
    logo: logo && { src: logo.src, alt: texts.raw(logo.alt), width: logo.width },
    alternates: editionLanguages(source)
      .filter(other => other !== language)
      .map(other => ({ language: other, name: nameOfLanguage(other), url: webUrl(publication, issue.week, other) })),
    url: webUrl(publication, issue.week, language),
    subscribeUrl: `${publication.url}/`,
  };
}

/** The parts that an issue may have beside its articles. A part whose main text lacks the language is left out. */
function extrasOf(
  { number, question, event, sponsor, signature }: Issue,
  publication: Publication,
  texts: TextResolver,
) {
  const [value, asked, sponsorName] = [number?.value, question?.text, sponsor?.name].map(texts.optional);
  const figureText = texts.optional(number?.text);
  const { locale } = texts;
  const to = publication.reply_to ?? ownValue(publication.from, locale.language)?.address;
  return {
    figure: value && figureText && { value, text: figureText },
    question:
      asked && to
        ? { text: asked, answerUrl: `mailto:${to}?subject=${encodeURIComponent(texts.shared(asked))}` }
        : undefined,
    event: event && eventOf(event, publication, texts),
    sponsor: sponsor &&
      sponsorName && { name: sponsorName, url: texts.raw(sponsor.url), text: texts.optional(sponsor.text) },
    signature: signature && { name: texts.always(signature.name), portrait: signature.portrait },
  };
}

/** Minutes that an event takes if it has no end. */
const defaultEventMinutes = 60;

function eventOf(event: NonNullable<Issue['event']>, { time_zone, list_id }: Publication, texts: TextResolver) {
  const title = texts.optional(event.title);
  if (title === undefined) return undefined;
  const starts = instantIn(event.starts, time_zone);
  const ends =
    event.ends === undefined ? starts.add({ minutes: defaultEventMinutes }) : instantIn(event.ends, time_zone);
  const place = texts.optional(event.place);
  const url = event.url && texts.raw(event.url);
  const calendar = calendarFile(
    { title: texts.shared(title), starts, ends, place: place && texts.shared(place), url },
    list_id,
  );
  return { title, when: dateAndTime(starts, texts.locale, time_zone), place, url, calendar };
}

/** Minutes from which on an article is long. */
const minLongMinutes = 3;

const repeats = (quote: string, body: Rich | undefined): boolean => {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return (body?.blocks ?? []).some(({ text }) => plain(text).includes(plain(quote)));
};

const minutesOf = (body: Rich | undefined): number =>
  Math.round((body?.blocks ?? []).reduce((sum, { text }) => sum + text.split(/\s+/).length, 0) / wordsPerMinute);

function makeArticle(article: Article, index: number, texts: TextResolver, publication: Publication): EditionArticle {
  const { image, comments, source } = article;
  const { credit } = image ?? {};
  const body = texts.rich(article.body);
  const minutes = minutesOf(body);
  const pullQuote = texts.optional(article.pull_quote);
  return {
    id: article.id,
    layout: article.layout ?? (index === 0 ? 'lead' : 'standard'),
    title: texts.always(article.title),
    url: texts.raw(article.url),
    author: texts.optional(article.author),
    categories: article.categories.map(key => texts.always(ownValue(publication.categories, key) ?? key).text),
    image: image && {
      src: image.src,
      focus: image.focus,
      generatedBy: image.generated_by,
      alt: image.alt === '' ? { text: '' } : texts.always(image.alt),
      credit: credit && {
        author: texts.optional(credit.author),
        authorUrl: credit.author_url,
        source: texts.optional(credit.source),
        sourceUrl: credit.source_url,
      },
    },
    standfirst: texts.optional(article.standfirst),
    body,
    minutes: minutes < minLongMinutes ? undefined : texts.locale.t('article.minutes', { count: minutes }),
    pullQuote,
    repeatsQuote: pullQuote !== undefined && repeats(pullQuote.text, body),
    source: source && { name: texts.always(source.name), url: source.url && texts.raw(source.url) },
    comments: comments && {
      url: texts.raw(comments.url),
      label: texts.locale.t('article.comments', { count: comments.count }),
      count: comments.count,
    },
    writtenBy: article.written_by,
  };
}

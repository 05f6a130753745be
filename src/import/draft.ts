import { isWebLink } from '../source/values.ts';

/** An article in one language that was found on a page or in a text, before it is added to an issue. */
export type Draft = {
  language: string;
  title: string;
  url?: string;
  author?: string;
  standfirst?: string;
  /** Markdown. */
  body?: string;
  pullQuote?: string;
  image?: { src: string; alt: string; credit?: Credit };
  /** The page's names of the categories; `insertDraft` finds the publication's keys. */
  categories: string[];
  source?: { name: string; url?: string };
  comments?: { url: string; count: number };
  writtenBy?: 'ai' | 'ai_assisted' | 'human';
  /** When it was published. */
  date?: Date;
  /** The addresses of its translations, as the page names them (`hreflang`). */
  alternates?: string[];
};

export type Credit = { author?: string; author_url?: string; source?: string; source_url?: string };

/** The import failed; message and hint are for the editor. */
export class ImportProblem extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** Replaces each run of white space by one space, and trims the text. */
export const tidy = (text: string | null | undefined): string =>
  (text ?? '').replace(/[\s\u00a0\u202f]+/gu, ' ').trim();

const byAi =
  /(?:écrits?|écrites?|rédigée?s?|générée?s?)(?: tous| toutes| entièrement)? par (?:des?|une?|l['’])?\s?(?:intelligences? artificielles?|IA\b)|(?:written|generated|produced) (?:entirely )?by (?:an? )?(?:AI\b|AIs\b|artificial intelligences?)/i;

/** Whether a text says that something was written by an AI. */
export const saysAi = (text: string): boolean => byAi.test(text);

/**
 * What a notice speaks of, the page or all of its site, and its verb: `This article was`, `Les articles de ce site sont`. The words that
 * name the AI follow at once: `This article is about a novel that was written by an AI` is no notice, nor is `was not written by`.
 */
const ofThisPage =
  /^[\s(*–—-]{0,9}(?:[\p{L} ]{2,30}: )?(?:cet article|ce texte|cette page|ce contenu|(?:les|tous les|nos) (?:articles|textes|contenus) (?:de|sur) (?:ce|notre|le) (?:site|blog|journal)|nos articles|this (?:article|text|page|story|post|content)|(?:the |all |our )?(?:articles|texts|stories|content) (?:on|of) (?:this|our) (?:site|website|blog)|our articles) (?:a été|ont été|est|sont|was|were|is|are|has been|have been) (?:(?:all|partly|fully|automatically|tous|toutes|en partie|entièrement|intégralement|automatiquement) )?/iu;
const startsByAi = new RegExp(`^(?:${byAi.source})`, 'i');
const saysOfItself = (sentence: string): boolean => {
  const subject = ofThisPage.exec(sentence)?.[0];
  return subject !== undefined && startsByAi.test(sentence.slice(subject.length));
};

/** Characters of a notice, at most: a longer text is of the article. */
const maxNoticeChars = 400;

/** Whether a text has a sentence that says that this page, or its site, is written by AIs; an article about AIs has none. */
export const isAiNotice = (text: string): boolean =>
  text.length <= maxNoticeChars && text.split(/[.!?](?: |$)/).some(saysOfItself);

/** Whether a byline or a line of its own names AIs as the author: `Written by an AI`. */
export const isAiByline = (text: string): boolean =>
  text.length <= maxBylineChars &&
  /^[\s(*–—-]{0,9}(?:article |texte |text |story )?(?:écrit|rédigé|généré|written|generated|produced)(?!\p{L})/iu.test(
    text,
  ) &&
  saysAi(text);
const maxBylineChars = 100;

/** Removes the quotes around a standfirst, which belong to the page's design. */
export const unquoted = (text: string): string => tidy(text.replace(/^[«“"]([^«»“”]*)[»”"]$/u, '$1'));

/** Characters of a pull quote. */
const pullQuoteChars = { min: 40, max: 220 };
/** How many times longer than a pull quote the paragraphs before and after it are. */
const minNeighbourRatio = 1.8;

/**
 * Finds a pull quote: a paragraph of one sentence between longer paragraphs; of several, the one nearest to the middle.
 * @returns its index in `paragraphs`, or -1
 */
export function pullQuoteIndex(paragraphs: readonly string[]): number {
  const middle = (paragraphs.length - 1) / 2;
  return (
    paragraphs
      .map((text, i) => ({ text, i }))
      .filter(({ text, i }) => {
        const [before, after] = [paragraphs[i - 1], paragraphs[i + 1]];
        if (before === undefined || after === undefined || i < 2) return false;
        const sentences = text.split(/[.!?…](?:\s|$)/u).filter(one => one.trim() !== '').length;
        if (sentences !== 1 || text.length < pullQuoteChars.min || text.length > pullQuoteChars.max) return false;
        return Math.min(before.length, after.length) > text.length * minNeighbourRatio;
      })
      .sort((a, b) => Math.abs(a.i - middle) - Math.abs(b.i - middle))[0]?.i ?? -1
  );
}

/** The part of an element that `creditOf` needs. */
type WithLinks = {
  querySelectorAll(
    selector: string,
  ): Iterable<{ textContent: string | null; getAttribute(name: string): string | null }>;
};

const maxNameWords = 6;
const maxNameChars = 60;
const isShort = (text: string): boolean => text.length <= maxNameChars && text.split(' ').length <= maxNameWords;

/** Small words in names: `Charles de Gaulle`, `Bank of England`. */
const particle =
  /^(?:de|du|des|d['’].+|l['’].+|la|le|les|von|van|der|den|di|da|dos|del|et|and|y|of|for|the|ten|ter|zu|bin|al-.+|&)$/u;

/**
 * Whether a text is a short name of persons or an agency, as its words show. A word in small letters alone may be one: `dpa`.
 * @example isName('Jane Doe') // true, and false for `Marie took`
 */
export const isName = (text: string): boolean => {
  const words = text.split(' ');
  const isCapital = (word: string): boolean =>
    /^[("“«'’@+]?[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u.test(word) || /^[\w-]+\.\w/.test(word);
  return (
    isShort(text) &&
    (words.length === 1 || words.every(word => isCapital(word) || particle.test(word) || /^[^\p{L}]+$/u.test(word))) &&
    !(words.length > 1 && words.every(word => particle.test(word)))
  );
};

/** Whether a short text is a name but for one word, as in `L'atelier de hebdo`. */
const isNearlyName = (text: string): boolean =>
  isName(text) ||
  (isShort(text) && !/^\p{Ll}/u.test(text) && text.split(' ').filter(word => !isName(`A ${word}`)).length <= 1);

/**
 * Reads the credit of an image.
 * @param text such as `Crédits image : Jane Doe / Unsplash`, `Photo by Jane Doe on Unsplash` or `Photo Jane Doe. AFP`
 * @param element the element with the text, whose links are used as the credit's links
 * @returns undefined if the text is not a credit
 */
export function creditOf(text: string, element?: WithLinks | null): Credit | undefined {
  const [, mark = '', words] =
    /(?<![\p{L}])(cr[ée]dits?(?: image| photo)?\s*:|(?:image|photo(?:graph|graphie)?)\s*:|photo(?:graph|graphie)?(?: by| de| par)?(?=\s)|©|credits?:?)\s*(.*)/iu.exec(
      text,
    ) ?? [];
  if (words === undefined) return undefined;
  // `Photo` alone is a word of a caption, too.
  const isCertain = /[:©]$/.test(mark);
  if (!isCertain && !/^[\p{Lu}\p{Lo}@]/u.test(words)) return undefined;
  const [author = '', source = ''] = tidy(words)
    .replace(/(?<![).\s])[).\s]+$/, '')
    .split(/\/|\bon\b|\bsur\b|\bvia\b|\.(?=\s)/u)
    .map(tidy);
  // `Photo: the harbour at low tide` is a caption; after `Crédit` or `©` there is a name.
  const isCredited = !isCertain ? isName : /^(?:photo|image)/i.test(mark) ? isNearlyName : isShort;
  // A credit is a short name: a longer text is a caption, of which these are words.
  if (![author, source].every(name => name === '' || isCredited(name))) return undefined;
  const links = [...(element?.querySelectorAll('a[href]') ?? [])].map(link => ({
    words: tidy(link.textContent),
    href: link.getAttribute('href') ?? '',
  }));
  const linkOf = (name: string): string | undefined =>
    links.find(link => name !== '' && link.words === name && isWebLink(link.href))?.href;
  const credit = {
    ...(author === '' ? {} : { author, author_url: linkOf(author) }),
    ...(source === ''
      ? {}
      : { source, source_url: linkOf(source) ?? (/^unsplash$/i.test(source) ? 'https://unsplash.com' : undefined) }),
  };
  return Object.keys(credit).length === 0 ? undefined : credit;
}

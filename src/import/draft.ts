/** An article as it was found elsewhere, in one language, before it becomes a part of an issue. */
export type Draft = {
  language: string;
  title: string;
  url?: string;
  standfirst?: string;
  /** Small Markdown. */
  body?: string;
  pullQuote?: string;
  image?: { src: string; alt: string; credit?: Credit };
  /** As the page names them; `insertDraft` finds the publication's keys for them. */
  categories: string[];
  source?: { name: string; url?: string };
  comments?: { url: string; count: number };
  writtenBy?: 'ai' | 'human';
};

export type Credit = { author?: string; author_url?: string; source?: string; source_url?: string };

/** What cannot be imported, in words for the editor. */
export class ImportProblem extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** White space as one space, none at the ends. */
export const tidy = (text: string | null | undefined): string =>
  (text ?? '').replace(/[\s\u00a0\u202f]+/gu, ' ').trim();

const aiNotice =
  /(écrits?|rédigés?|générés?)( tous| entièrement)? par (des?|une?|l['’])?\s?(intelligences? artificielles?|IA\b)|(written|generated|produced) (entirely )?by (an? )?(AI\b|AIs\b|artificial intelligences?)/i;

/** Whether a page says that its articles are written by AIs. */
export const saysAi = (text: string): boolean => aiNotice.test(text);

/** The quotes around a lead quote belong to the page's design, not to the sentence. */
export const unquoted = (text: string): string => tidy(text.replace(/^[«“"]\s*([^«»“”]*?)\s*[»”"]$/u, '$1'));

/**
 * A sentence that was pulled out: it stands alone in the middle of a text, short among long paragraphs.
 * @returns its place among the paragraphs, or -1
 */
export function pulledOut(paragraphs: readonly string[]): number {
  const middle = (paragraphs.length - 1) / 2;
  return (
    paragraphs
      .map((text, i) => ({ text, i }))
      .filter(({ text, i }) => {
        const [before, after] = [paragraphs[i - 1], paragraphs[i + 1]];
        if (before === undefined || after === undefined || i < 2) return false;
        const sentences = text.split(/[.!?…]+(?:\s|$)/u).filter(one => one.trim() !== '').length;
        const alone = text.length >= 40 && text.length <= 220 && sentences === 1;
        return alone && before.length > text.length * 1.8 && after.length > text.length * 1.8;
      })
      .sort((a, b) => Math.abs(a.i - middle) - Math.abs(b.i - middle))[0]?.i ?? -1
  );
}

import type { EmailImage } from '../../email/email.ts';

/** An edition as the preview shows it. */
export type PreviewEdition = {
  language: string;
  dir: string;
  sender: string;
  subject: string;
  preheader: string;
  /** With the images linked under /images/. */
  html: string;
  text: string;
  bytes: number;
  minutes: number;
  articles: string[];
  /** The titles of the articles, by id. */
  titles: Record<string, string>;
};

/** A problem as the preview shows it, beside the article it concerns. */
export type PreviewProblem = {
  severity: 'error' | 'warning';
  rule: string;
  message: string;
  hint: string;
  /** `issues/2026-W48.yaml:12:5`. */
  place: string;
  /** Opens the place in the text editor. */
  link?: string;
  frame?: string;
  article?: string;
  /** The words that are marked in the editions. */
  marks: PreviewMark[];
};

/** Words of an edition's text, with what stands before and after them in the file, to find them among others. */
export type PreviewMark = { article?: string; language: string; words: string; before: string; after: string };

/** What the preview shows of one moment of the files. */
export type PreviewState = {
  week: string;
  /** Whether the status is still `draft`. */
  isDraft?: boolean;
  /** Absent while the files have errors: the last good ones stay in view. */
  editions?: PreviewEdition[];
  images?: EmailImage[];
  problems: PreviewProblem[];
};

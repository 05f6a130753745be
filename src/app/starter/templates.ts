import { type PlainWording, t } from '../../wording/wording.ts';

/** The templates that `hebdo init` offers, the default one first, each with one line of what it looks like. */
const looks = {
  weekly: 'a magazine: a cover with a large picture, then contents, articles and news in brief',
  journal: 'a letter: one column of text with one picture',
} as const satisfies Record<string, PlainWording>;

export const starterTemplates = Object.keys(looks);

/** One line of what a template looks like; empty for one that is not offered. */
export const templateLook = (name: string): string =>
  Object.entries(looks)
    .filter(([key]) => key === name)
    .map(([, look]) => t(look))
    .join('');

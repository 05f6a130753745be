import type { Publication } from '../../publication/schema.ts';

/** The theme as templates have it: colours as `#rrggbb`, fonts as lists of CSS. */
export type TemplateTheme = {
  accent: string;
  second: string;
  accent_dark: string;
  fonts: { title: string; text: string; label: string };
};

const sans = '-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica, Arial, sans-serif';

/** Pairs of fonts that systems have: nothing is fetched, which would show a third party who reads the email. */
const fonts: Record<Publication['theme']['fonts'], TemplateTheme['fonts']> = {
  serif: {
    title: 'Georgia, Times New Roman, serif',
    text: 'Georgia, Times New Roman, serif',
    label: sans,
  },
  sans: { title: sans, text: sans, label: sans },
  book: {
    title: 'Palatino, Palatino Linotype, Book Antiqua, Georgia, serif',
    text: 'Palatino, Palatino Linotype, Book Antiqua, Georgia, serif',
    label: 'Gill Sans, Gill Sans MT, Calibri, Trebuchet MS, sans-serif',
  },
  modern: {
    title: 'Trebuchet MS, Segoe UI, Helvetica, Arial, sans-serif',
    text: 'Georgia, Times New Roman, serif',
    label: 'Trebuchet MS, Segoe UI, Helvetica, Arial, sans-serif',
  },
};

/** The theme of a publication. A colour that it does not name is its accent colour. */
export const templateTheme = ({ theme }: Pick<Publication, 'theme'>): TemplateTheme => ({
  accent: theme.accent,
  second: theme.second ?? theme.accent,
  accent_dark: theme.accent_dark ?? theme.accent,
  fonts: fonts[theme.fonts],
});

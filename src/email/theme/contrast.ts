import Color from 'colorjs.io/dist/color.js';

/** The contrast ratio of WCAG 2.2, success criterion 1.4.3. */
const minContrast = 4.5;

/**
 * Makes a colour lighter or darker until text in it is readable on each background. Hue and chroma stay the same.
 * @param colour as `#rrggbb`, like the backgrounds
 * @returns `#rrggbb`; black or white if no lightness has sufficient contrast
 */
export function readableOn(colour: string, ...backgrounds: string[]): string {
  const key = [colour, ...backgrounds].join(' ');
  const known = readable.get(key) ?? madeReadable(colour, backgrounds);
  if (readable.size < maxRemembered) readable.set(key, known);
  return known;
}

/** Colours of before: every edition has the same. */
const readable = new Map<string, string>();
const maxRemembered = 200;

function madeReadable(colour: string, backgrounds: readonly string[]): string {
  const papers = backgrounds.map(background => new Color(background));
  const dark = papers.every(paper => paper.contrast('white', 'WCAG21') > paper.contrast('black', 'WCAG21'));
  const original = new Color(colour).to('oklch');
  for (let step = 0; step <= 100; step++) {
    const lightness = (original.l ?? 0) + (dark ? 0.01 : -0.01) * step;
    if (lightness < 0 || lightness > 1) break;
    // The contrast is measured after rounding to eight bits per channel.
    const hex = hexOf(new Color('oklch', [lightness, original.c, original.h]));
    if (papers.every(paper => new Color(hex).contrast(paper, 'WCAG21') >= minContrast)) return hex;
  }
  return dark ? '#ffffff' : '#000000';
}

const hexOf = (colour: Color): string => colour.to('srgb').toGamut().toString({ format: 'hex', collapse: false });

/** A share (0 to 1) of a colour mixed into a background. Both, and the result, are `#rrggbb`. */
export const mix = (colour: string, background: string, share: number): string =>
  hexOf(Color.mix(new Color(background), new Color(colour), share, { space: 'srgb' }));

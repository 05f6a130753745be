import Color from 'colorjs.io/dist/color.js';

/** WCAG 2.2, success criterion 1.4.3. */
const wanted = 4.5;

/**
 * The colour, made lighter or darker until text in it can be read on each background (hue and chroma stay).
 * @param colour and backgrounds as `#rrggbb`
 * @returns `#rrggbb`; black or white where no lightness of the hue will do
 */
export function readableOn(colour: string, ...backgrounds: string[]): string {
  const papers = backgrounds.map(background => new Color(background));
  const dark = papers.every(paper => paper.contrast('white', 'WCAG21') > paper.contrast('black', 'WCAG21'));
  const original = new Color(colour).to('oklch');
  for (let step = 0; step <= 100; step++) {
    const lightness = (original.l ?? 0) + (dark ? 0.01 : -0.01) * step;
    if (lightness < 0 || lightness > 1) break;
    // Judged as it will be written, rounded to eight bits a channel.
    const hex = hexOf(new Color('oklch', [lightness, original.c, original.h]));
    if (papers.every(paper => new Color(hex).contrast(paper, 'WCAG21') >= wanted)) return hex;
  }
  return dark ? '#ffffff' : '#000000';
}

const hexOf = (colour: Color): string => colour.to('srgb').toGamut().toString({ format: 'hex', collapse: false });

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkNewsletter } from '../../src/app/write/check.ts';
import { edit, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';

/** What check says of a logo: a picture of 160 × 40 pixels, drawn as SVG. */
async function problemsOf(svg: string, format: 'png' | 'webp' | 'jpeg' = 'png'): Promise<string[]> {
  const folder = await sampleNewsletter();
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40">${svg}</svg>`;
  await writeFile(join(folder, `logo.${format}`), await sharp(Buffer.from(picture)).toFormat(format).toBuffer());
  await edit(folder, 'hebdo.yaml', 'theme:', `theme:\n  logo: { src: ./logo.${format}, alt: Weekly }`);
  const { problems } = await checkNewsletter(folder, [sampleWeek], false, new Date('2026-11-24T10:00:00Z'));
  return problems.map(({ rule, file, message }) => `${rule} ${file}: ${/\w+ mode/.exec(message)?.[0] ?? message}`);
}

const letters = (fill: string): string =>
  [0, 40, 80, 120].map(x => `<rect x="${x + 8}" y="6" width="16" height="28" fill="${fill}"/>`).join('');
const disc = (fill: string, r: number): string => `<circle cx="20" cy="20" r="${r}" fill="${fill}"/>`;

describe('logo-colours', () => {
  it.each([
    ['black letters', letters('#000')],
    ['nearly black letters', letters('#1c2330')],
    ['a large red disc and black letters', disc('#d22', 20) + letters('#111')],
  ])('finds what vanishes in dark mode: %s', async (_, svg) => {
    expect(await problemsOf(svg)).toEqual(['logo-colours hebdo.yaml: dark mode']);
  });

  it('finds what vanishes in light mode, in WebP too', async () => {
    expect(await problemsOf(letters('#fafafa'), 'webp')).toEqual(['logo-colours hebdo.yaml: light mode']);
  });

  it.each([
    ['red letters', letters('#b3261e'), 'png'],
    ['blue letters', letters('#1f5fbf'), 'png'],
    ['grey letters', letters('#777'), 'png'],
    ['black letters on white ground', `<rect width="160" height="40" fill="#fff"/>${letters('#000')}`, 'png'],
    ['a JPEG, which has no transparent parts', letters('#000'), 'jpeg'],
    ['a small black dot in a red disc', disc('#d22', 20) + disc('#000', 4), 'png'],
  ] as const)('leaves alone %s', async (_, svg, format) => {
    expect(await problemsOf(svg, format)).toEqual([]);
  });
});

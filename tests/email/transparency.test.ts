import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { transparencyOf } from '../../src/email/images/transparency.ts';
import { emptyFolder } from '../helpers/newsletter.ts';

const bars = (fill: string): string =>
  [0, 40, 80, 120].map(x => `<rect x="${x + 8}" y="6" width="16" height="28" fill="${fill}"/>`).join('');
const ground = '<rect width="160" height="40" fill="#fff"/>';

it.each([
  ['black parts', bars('#000'), 'png', true, true],
  ['dark grey parts, which are hardly seen', bars('#444'), 'png', true, true],
  ['black parts in WebP', bars('#000'), 'webp', true, true],
  ['light parts only', bars('#f4f4f0'), 'png', true, false],
  ['red parts', bars('#b3261e'), 'png', true, false],
  ['a ground', ground + bars('#000'), 'png', false, false],
  ['no transparency in its format', ground + bars('#000'), 'jpeg', false, false],
] as const)('an image with %s, as %3$s', async (_, drawing, format, transparent, backing) => {
  const path = join(await emptyFolder(), `image.${format}`);
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40">${drawing}</svg>`);
  await writeFile(path, await sharp(svg).toFormat(format).toBuffer());
  expect(await transparencyOf(path)).toEqual({ transparent, backing });
});

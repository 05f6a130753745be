import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { hebdoInProcess as hebdo } from '../helpers/in-process.ts';
import { issueYaml, newsletterWith, problemsOf } from '../helpers/newsletter.ts';

const week = '2026-W40';
const photo = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#369' } });
const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#369', noise: { type: 'gaussian', mean: 99, sigma: 30 } },
  });

/** A newsletter whose issue shows an image file. */
const newsletterOf = (name: string, bytes: Buffer | string) =>
  newsletterWith({
    [`issues/${week}.yaml`]: issueYaml(
      week,
      '',
      `    image: { src: ./${name}, alt: { fr: Une, en: One } }\n    standfirst: x`,
    ),
    [`issues/${name}`]: bytes,
  });
const imageProblems = async (folder: string) =>
  (await problemsOf(folder, week)).filter(({ rule }) => rule === 'image-file').map(({ message }) => message);

/** A PNG chunk with a wrong CRC, a cut file and so on are made of a sound file. */
const png = await photo(1_280, 720).png().toBuffer();
const jpeg = await noise(1_280, 720).jpeg().toBuffer();
const gif = await photo(1_280, 720).gif().toBuffer();
const cmyk = await photo(1_280, 720).toColourspace('cmyk').jpeg().toBuffer();
const deep = await photo(1_280, 720).toColourspace('rgb16').png().toBuffer();
const avif = await photo(1_280, 720).avif({ effort: 0 }).toBuffer();
const webp = await noise(1_280, 720).webp().toBuffer();

describe('an image that cannot be decoded', () => {
  it.each([
    ['JPEG that is cut off', 'a.jpg', jpeg.subarray(0, jpeg.length / 2)],
    ['JPEG of its header only', 'a.jpg', jpeg.subarray(0, 700)],
    ['PNG without data', 'a.png', Buffer.concat([png.subarray(0, 33), png.subarray(-12)])],
    ['PNG that is cut off', 'a.png', png.subarray(0, png.length / 2)],
    ['WebP that is cut off', 'a.webp', webp.subarray(0, webp.length / 2)],
    ['GIF of its header only', 'a.gif', gif.subarray(0, 30)],
    ['text called JPEG', 'a.jpg', 'This is no image.'],
    ['empty file', 'a.png', Buffer.alloc(0)],
    [
      'SVG of a million by a million',
      'a.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" width="1000000" height="1000000"/>',
    ],
    ['SVG that is not closed', 'a.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="500"><g>'],
    ['PDF', 'a.pdf', '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>'],
  ])('is an error of check, and build refuses it, too: a %s', async (_, name, bytes) => {
    const folder = await newsletterOf(name, bytes);
    const [message, ...others] = await imageProblems(folder);
    expect([message, others]).toEqual([expect.stringContaining('cannot be read as an image'), []]);
    const { code, err } = await hebdo(folder, ['build', week]);
    expect([code, err]).toEqual([1, expect.stringContaining(`./${name}`)]);
  });

  it('is one of 30,000 × 30,000 pixels, found at once', async () => {
    // A header that promises what the file does not have.
    const header = Buffer.from(png);
    header.writeUInt32BE(30_000, 16);
    header.writeUInt32BE(30_000, 20);
    const [message] = await imageProblems(await newsletterOf('a.png', header));
    expect(message).toContain('cannot be read as an image');
    const large = await photo(11_000, 11_000).png({ compressionLevel: 1 }).toBuffer();
    expect(await imageProblems(await newsletterOf('b.png', large))).toEqual([
      expect.stringContaining('100 million pixels'),
    ]);
  });

  it.each([
    ['a.png', async () => photo(1, 70_000).png().toBuffer()],
    [
      'a.svg',
      async () =>
        '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="99000000"><rect width="1" height="1"/></svg>',
    ],
  ])('is one that is too long for any format of mail: %s', async (name, made) => {
    const folder = await newsletterOf(name, await made());
    expect(await imageProblems(folder)).toEqual([expect.stringContaining('cannot be read as an image')]);
    expect((await hebdo(folder, ['build', week])).code).toBe(1);
  });

  it('is one of 8 GB, which is not read', async () => {
    const folder = await newsletterOf('a.jpg', jpeg);
    await truncate(join(folder, 'issues/a.jpg'), 8_000_000_000);
    expect(await imageProblems(folder)).toEqual([expect.stringContaining('larger than 50 MB')]);
    const { code } = await hebdo(folder, ['build', week]);
    expect(code).toBe(1);
  });
});

describe('an image that can be decoded', () => {
  it.each([
    ['JPEG', 'a.jpg', jpeg],
    ['PNG', 'a.png', png],
    ['GIF', 'a.gif', gif],
    ['WebP', 'a.webp', webp],
    ['CMYK JPEG', 'a.jpg', cmyk],
    ['PNG of 16 bits', 'a.png', deep],
    [
      'SVG',
      'a.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720"><rect width="9" height="9"/></svg>',
    ],
    ['AVIF', 'a.avif', avif],
    ['JPEG called PNG', 'a.png', jpeg],
  ])('has no problem, and build converts it: a %s', async (_, name, bytes) => {
    const folder = await newsletterOf(name, bytes);
    expect(await imageProblems(folder)).toEqual([]);
    const { code, err } = await hebdo(folder, ['build', week]);
    expect([code, err]).toEqual([0, expect.anything()]);
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageConverter } from '../../src/email/images/resize-images.ts';
import { exifTexts } from '../../src/issue/images/exif-texts.ts';
import { iptcTexts } from '../../src/issue/images/iptc-texts.ts';
import { type Provenance, provenanceOf, xmpOf } from '../../src/issue/images/provenance.ts';
import { edition, emptyFolder, first, issueYaml, newsletterWith, problemsOf } from '../helpers/newsletter.ts';

const week = '2026-W40';
const plain = sharp({ create: { width: 1_280, height: 720, channels: 3, background: '#369' } });
const type = (name: string): string => `http://cv.iptc.org/newscodes/digitalsourcetype/${name}`;
const xmp = (inside: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">${inside}</rdf:RDF></x:xmpmeta>`;

/** A PNG with a text chunk, as programs that generate pictures write it. */
async function pngWithText(keyword: string, text: string): Promise<Buffer> {
  const png = await plain.clone().png().toBuffer();
  const chunk = Buffer.concat([Buffer.from('tEXt'), Buffer.from(`${keyword}\0${text}`, 'latin1')]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length - 4);
  const crc = Buffer.alloc(4);
  const { crc32 } = await import('node:zlib');
  crc.writeUInt32BE(crc32(chunk));
  // Behind the header chunk.
  return Buffer.concat([png.subarray(0, 33), length, chunk, crc, png.subarray(33)]);
}

/** A JPEG with datasets of IPTC-IIM in a resource of Photoshop, as Photo Mechanic and Lightroom write them. */
async function jpegWithIptc(datasets: readonly [number: number, value: Buffer][]): Promise<Buffer> {
  const iim = Buffer.concat(
    datasets.flatMap(([number, value]) => [
      Buffer.from([0x1c, 2, number, value.length >> 8, value.length & 255]),
      value,
    ]),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32BE(iim.length);
  const resource = Buffer.concat([Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0', 'latin1'), size, iim]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(resource.length + 2);
  const jpeg = await plain.clone().jpeg().toBuffer();
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xed]), length, resource, jpeg.subarray(2)]);
}

const jpegWith = (inside: string): Promise<Buffer> => plain.clone().withXmp(xmp(inside)).jpeg().toBuffer();

const marked: [string, Provenance['generatedBy'], () => Promise<Buffer>][] = [
  [
    'an attribute of XMP',
    'ai',
    () =>
      jpegWith(`<rdf:Description rdf:about="" Iptc4xmpExt:DigitalSourceType="${type('trainedAlgorithmicMedia')}"/>`),
  ],
  [
    'an element of XMP',
    'ai_assisted',
    () =>
      jpegWith(
        `<rdf:Description rdf:about=""><Iptc4xmpExt:DigitalSourceType>${type('compositeWithTrainedAlgorithmicMedia')}</Iptc4xmpExt:DigitalSourceType></rdf:Description>`,
      ),
  ],
  [
    'XMP of a PNG',
    'ai',
    () =>
      plain
        .clone()
        .withXmp(xmp(`<rdf:Description rdf:about="" Iptc4xmpExt:DigitalSourceType="${type('algorithmicMedia')}"/>`))
        .png()
        .toBuffer(),
  ],
  [
    'a C2PA manifest',
    'ai',
    async () =>
      Buffer.concat([
        await plain.clone().jpeg().toBuffer(),
        Buffer.from(`jumb c2pa.actions digitalSourceType ${type('trainedAlgorithmicMedia')}`),
      ]),
  ],
  [
    'the program of EXIF',
    'ai',
    () =>
      plain
        .clone()
        .withExif({ IFD0: { Software: 'Midjourney v7' } })
        .jpeg()
        .toBuffer(),
  ],
  ['the creator tool', 'ai', () => jpegWith('<rdf:Description rdf:about="" xmp:CreatorTool="Adobe Firefly 3"/>')],
  ['settings of Stable Diffusion', 'ai', () => pngWithText('parameters', 'a robot\nSteps: 20, Sampler: Euler')],
  ['a workflow of ComfyUI', 'ai', () => pngWithText('prompt', '{"3": {"class_type": "KSampler"}}')],
];

const unmarked: [string, () => Promise<Buffer>][] = [
  [
    'a photograph',
    () => jpegWith(`<rdf:Description rdf:about="" Iptc4xmpExt:DigitalSourceType="${type('digitalCapture')}"/>`),
  ],
  [
    'one that Photoshop saved',
    () =>
      plain
        .clone()
        .withExif({ IFD0: { Software: 'Adobe Photoshop 27.0' } })
        .jpeg()
        .toBuffer(),
  ],
  ['a PNG with a comment', () => pngWithText('Comment', 'Steps: walk, turn, smile')],
  [
    'a drawing of a person named Dalle',
    () =>
      jpegWith(
        '<rdf:Description rdf:about=""><dc:creator><rdf:Seq><rdf:li>Marie Dalle</rdf:li></rdf:Seq></dc:creator></rdf:Description>',
      ),
  ],
];

async function fileOf(bytes: Buffer): Promise<string> {
  const path = join(await emptyFolder(), 'a.bin');
  await writeFile(path, bytes);
  return path;
}

describe('a picture that an AI made', () => {
  it.each(marked)('is known by %s, and keeps its mark when it is sent', async (_, by, make) => {
    const path = await fileOf(await make());
    expect((await provenanceOf(path)).generatedBy).toBe(by);
    const converted = await imageConverter('a.example')(path, { width: 640, ratio: 16 / 9 });
    if ('unreadable' in converted) throw new Error(converted.unreadable);
    expect((await provenanceOf(await fileOf(converted.file.bytes))).generatedBy).toBe(by);
  });

  it.each(unmarked)('is not %s', async (_, make) => {
    expect((await provenanceOf(await fileOf(await make()))).generatedBy).toBeUndefined();
  });

  it('is found by check, which is silent once the issue says so; readers see a label, and the file is marked', async () => {
    const image = (more: string) =>
      issueYaml(week, '', `    image: { src: ./a.jpg, alt: { fr: Une banque, en: A bank }${more} }`);
    const [, , make] = first(marked);
    const folder = await newsletterWith({ [`issues/${week}.yaml`]: image(''), 'issues/a.jpg': await make() });
    const found = (await problemsOf(folder, week)).filter(({ rule }) => rule === 'image-ai');
    expect(found.map(({ severity, span }) => [severity, span?.line])).toEqual([['warning', 9]]);
    await writeFile(join(folder, `issues/${week}.yaml`), image(', generated_by: ai'));
    await writeFile(join(folder, 'issues/a.jpg'), await plain.clone().jpeg().toBuffer());
    expect((await problemsOf(folder, week)).map(({ rule }) => rule)).not.toContain('image-ai');
    const { email } = await edition(folder, 'fr', week);
    expect(email.html).toContain('Image générée par une IA');
    expect(email.text).toContain('Image générée par une IA');
    expect(email.html).toContain('ont été produits par une intelligence artificielle');
    expect((await provenanceOf(await fileOf(first(email.images).bytes))).generatedBy).toBe('ai');
  });
});

describe('a picture that is sent', () => {
  it('keeps creator, credit and copyright, and loses place and camera', async () => {
    const xmpText = xmp(
      '<rdf:Description rdf:about="" photoshop:Credit="Camille / Unsplash" xmp:CreatorTool="Lightroom"><dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Camille &amp; Co</rdf:li></rdf:Alt></dc:rights><dc:creator><rdf:Seq><rdf:li>Camille</rdf:li></rdf:Seq></dc:creator></rdf:Description>',
    );
    const bytes = await plain
      .clone()
      .withXmp(xmpText)
      .withExif({ IFD0: { Model: 'Camera X100' }, IFD3: { GPSLatitude: '48/1 51/1 0/1', GPSLatitudeRef: 'N' } })
      .jpeg()
      .toBuffer();
    const converted = await imageConverter('a.example')(await fileOf(bytes), { width: 640 });
    if ('unreadable' in converted) throw new Error(converted.unreadable);
    const sent = converted.file.bytes;
    expect(await provenanceOf(await fileOf(sent))).toEqual({
      creator: 'Camille',
      credit: 'Camille / Unsplash',
      copyright: '© Camille &amp; Co',
      generatedBy: undefined,
    });
    expect(sent.includes('Camera X100')).toBe(false);
    expect((await sharp(sent).metadata()).exif).toBeUndefined();
    expect(sent.includes('Lightroom')).toBe(false);
  });

  it.each(['jpeg', 'webp', 'png'] as const)('keeps artist and copyright of EXIF, from %s', async format => {
    const exif = { IFD0: { Artist: 'Camille', Copyright: 'Camille & <Co>', Model: 'Camera X100' } };
    const path = await fileOf(await plain.clone().withExif(exif).toFormat(format).toBuffer());
    const converted = await imageConverter('a.example')(path, { width: 640 });
    if ('unreadable' in converted) throw new Error(converted.unreadable);
    const sent = await provenanceOf(await fileOf(converted.file.bytes));
    expect([sent.creator, sent.copyright]).toEqual(['Camille', 'Camille &amp; &lt;Co&gt;']);
    expect(converted.file.bytes.includes('Camera X100')).toBe(false);
  });

  it.each(['', 'Exif', 'II*\0\xff\xff\xff\xff', 'MM\0*\0\0\0\x08\xff\xff\x82\x98\0\x02\0\0\xff\xff\0'])(
    'has no text of EXIF that ends early: %j',
    exif => expect(exifTexts(exif)).toEqual({}),
  );

  it('keeps photographer, credit and copyright of IPTC-IIM, as agencies write it', async () => {
    const converted = await imageConverter('a.example')(
      await fileOf(
        await jpegWithIptc([
          [5, Buffer.from('A title')],
          [80, Buffer.from('Élodie Hénocque')],
          [80, Buffer.from('A second one')],
          [110, Buffer.from('Agence & Cie', 'latin1')],
          [116, Buffer.from('© Hénocque', 'latin1')],
        ]),
      ),
      { width: 640 },
    );
    if ('unreadable' in converted) throw new Error(converted.unreadable);
    expect(await provenanceOf(await fileOf(converted.file.bytes))).toMatchObject({
      creator: 'Élodie Hénocque',
      credit: 'Agence &amp; Cie',
      copyright: '© Hénocque',
    });
  });

  it('has no text of IPTC-IIM that ends early, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
        const block = Buffer.concat([Buffer.from('8BIM\x04\x04\0\0\0\0\0\x20', 'latin1'), bytes]);
        for (const text of Object.values(iptcTexts(block))) expect(text).not.toMatch(/\p{Cc}/u);
      }),
    );
    expect(iptcTexts(Buffer.from('8BIM\x04\x04\0\0\0\0\0\x20\x1c\x02\x50\xff', 'latin1'))).toEqual({});
  });

  it('has no XMP if nothing is known', () => {
    expect(xmpOf({})).toBeUndefined();
  });

  it('that cannot be read says nothing', async () => {
    expect(await provenanceOf(await fileOf(Buffer.from('no picture')))).toEqual({});
    expect(await provenanceOf('/nowhere')).toEqual({});
  });
});

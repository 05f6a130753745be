import { open } from 'node:fs/promises';
import { imageHeader } from './decode-image.ts';
import { exifTexts } from './exif-texts.ts';
import { iptcTexts } from './iptc-texts.ts';

/** What an image file says of where it comes from. Texts are escaped for XML. */
export type Provenance = {
  creator?: string;
  credit?: string;
  copyright?: string;
  /** Made by an AI, or with its help (IPTC Digital Source Type, cv.iptc.org/newscodes/digitalsourcetype). */
  generatedBy?: 'ai' | 'ai_assisted';
};

const sourceTypes = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
/** The types that say AI, as IPTC names them. C2PA manifests use the same. */
const aiTypes: Record<string, NonNullable<Provenance['generatedBy']>> = {
  trainedAlgorithmicMedia: 'ai',
  algorithmicMedia: 'ai',
  compositeWithTrainedAlgorithmicMedia: 'ai_assisted',
  compositeSynthetic: 'ai_assisted',
};

/** Bytes of a file that are looked at for marks: they stand at its beginning, or at its end in PNG and WebP. */
const scannedBytes = 2_000_000;
/** Characters of a value of XMP that are read. */
const maxValueChars = 300;

/**
 * Reads the provenance of an image file: from XMP, IPTC-IIM, EXIF, a C2PA manifest, and what programs that generate images write.
 * @returns what is known; nothing for a file that cannot be read
 */
export async function provenanceOf(path: string): Promise<Provenance> {
  try {
    const { xmp, exif, iptc } = await imageHeader(path);
    const marks = await marksIn(path);
    const texts = { ...exifTexts(exif), ...iptcTexts(iptc) };
    const software = `${exif} ${valueIn(xmp, 'xmp:CreatorTool') ?? ''}`;
    return {
      creator: valueIn(xmp, 'dc:creator') ?? escaped(texts.creator),
      credit: valueIn(xmp, 'photoshop:Credit') ?? escaped(texts.credit),
      copyright: valueIn(xmp, 'dc:rights') ?? escaped(texts.copyright),
      generatedBy:
        typeIn(xmp) ?? typeIn(marks) ?? (isGenerator.test(software) || isRecipe.test(marks) ? 'ai' : undefined),
    };
  } catch {
    return {};
  }
}

/** A text of EXIF or IPTC-IIM as XMP writes it. */
const escaped = (text: string | undefined): string | undefined =>
  text?.replace(/[&<>]/g, sign => `&${{ '&': 'amp', '<': 'lt', '>': 'gt' }[sign]};`);

/** Programs that only generate pictures. */
const isGenerator =
  /\b(?:midjourney|dall[·.-]?e|stable ?diffusion|adobe firefly|imagen|grok imagine|ideogram|flux\.1|comfyui|automatic1111)\b/i;
/** What Stable Diffusion and ComfyUI write into a PNG: the settings of the picture. */
const isRecipe = /tEXt(?:parameters|prompt|workflow)\0[^\0]{0,4000}?(?:Steps: \d|"class_type")/;

/** The AI type that a text names, the gravest first. */
const typeIn = (text: string): Provenance['generatedBy'] =>
  Object.entries(aiTypes).find(([type]) => text.includes(`digitalsourcetype/${type}`))?.[1];

/** The first and last bytes of a file, as characters. */
async function marksIn(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const read = async (from: number): Promise<string> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, scannedBytes)), 0, undefined, from);
      return buffer.toString('latin1', 0, bytesRead);
    };
    return `${await read(0)} ${size > scannedBytes ? await read(Math.max(scannedBytes, size - scannedBytes)) : ''}`;
  } finally {
    await file.close();
  }
}

/** The value of an XMP property: an attribute, a text, or the first of a list. */
function valueIn(xmp: string, name: string): string | undefined {
  const attribute = new RegExp(`\\b${name}="([^"<>]{1,${maxValueChars}})"`).exec(xmp)?.[1];
  const element = new RegExp(
    `<${name}>\\s{0,99}(?:<rdf:(?:Alt|Seq|Bag)>\\s{0,99}<rdf:li[^<>]{0,99}>)?([^<>]{1,${maxValueChars}})<`,
  ).exec(xmp)?.[1];
  return (attribute ?? element)?.trim() || undefined;
}

/**
 * The XMP of an image that is sent: creator, credit, copyright and the AI mark of the original. Places, cameras and histories are left
 * out. @returns undefined if nothing is known
 */
export function xmpOf({ creator, credit, copyright, generatedBy }: Provenance): string | undefined {
  const parts = [
    ...(creator === undefined ? [] : [`<dc:creator><rdf:Seq><rdf:li>${creator}</rdf:li></rdf:Seq></dc:creator>`]),
    ...(copyright === undefined
      ? []
      : [`<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">${copyright}</rdf:li></rdf:Alt></dc:rights>`]),
    ...(credit === undefined ? [] : [`<photoshop:Credit>${credit}</photoshop:Credit>`]),
    ...(generatedBy === undefined
      ? []
      : [
          `<Iptc4xmpExt:DigitalSourceType>${sourceTypes}${generatedBy === 'ai' ? 'trainedAlgorithmicMedia' : 'compositeWithTrainedAlgorithmicMedia'}</Iptc4xmpExt:DigitalSourceType>`,
        ]),
  ];
  if (parts.length === 0) return undefined;
  const spaces = [
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"',
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
  ].join(' ');
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${spaces}><rdf:Description rdf:about="">${parts.join('')}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`;
}

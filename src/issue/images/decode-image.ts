import { stat } from 'node:fs/promises';
import type { Sharp, SharpOptions } from 'sharp';
import { errorText } from '../../source/error-text.ts';
import { number, t } from '../../wording/wording.ts';

/** Limits of an image file: in bytes, in pixels (of all frames together), and in the seconds that its decoding takes. */
export const maxImageBytes = 50_000_000;
const maxImagePixels = 100_000_000;
const maxDecodeSeconds = 30;
/** Pixels of a side, at most: what WebP and JPEG can have, and what readers can look at, is about that. */
const maxImageSide = 16_000;
/** The widest that images are made, in pixels: twice the width of an email. */
const drawnWidth = 1_280;

/**
 * Opens an image file to decode it within the limits; all that decodes images goes through here, so that `check` refuses what
 * sending could not convert.
 * @param options of sharp
 * @throws if the file is too large
 */
export async function openImage(path: string, options: SharpOptions = {}): Promise<Sharp> {
  if ((await stat(path)).size > maxImageBytes)
    throw new Error(t('the file is larger than %{limit} MB', { limit: maxImageBytes / 1e6 }));
  const { default: sharp } = await import('sharp');
  return sharp(path, { ...options, limitInputPixels: maxImagePixels }).timeout({ seconds: maxDecodeSeconds });
}

/** Makes a function of a file remember its results, each while the file is unchanged. */
export function onceByFile<T>(read: (path: string) => Promise<T>): (path: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return async path => {
    const { size, mtimeMs } = await stat(path);
    const key = `${path} ${size} ${mtimeMs}`;
    const result = known.get(key) ?? read(path);
    known.set(key, result);
    return result;
  };
}

/**
 * What an image file says of itself: its format, its size in pixels as it is shown (EXIF, tag Orientation), whether it can have
 * transparent parts, and its XMP, EXIF and IPTC-IIM.
 */
export type ImageHeader = {
  format: string;
  width: number;
  height: number;
  hasAlpha: boolean;
  xmp: string;
  exif: string;
  iptc: Buffer;
};

/** Characters of XMP and of EXIF, and bytes of IPTC-IIM, that are read. */
const maxXmpChars = 200_000;
const maxExifChars = 10_000;
const maxIptcBytes = 100_000;

/** Reads the header of an image file. @throws if it cannot be read */
export const imageHeader = onceByFile(async (path): Promise<ImageHeader> => {
  const { format, autoOrient, hasAlpha, xmpAsString = '', exif, iptc } = await (await openImage(path)).metadata();
  return {
    format,
    ...autoOrient,
    hasAlpha: hasAlpha === true || format === 'svg',
    xmp: xmpAsString.slice(0, maxXmpChars),
    exif: exif?.subarray(0, maxExifChars).toString('latin1') ?? '',
    iptc: iptc?.subarray(0, maxIptcBytes) ?? Buffer.alloc(0),
  };
});

/** Decodes an image file, all of it. @returns why it cannot be decoded, or undefined @throws if there is no such file */
export const imageFault = onceByFile(async (path): Promise<string | undefined> => {
  try {
    const { format, width, height } = await imageHeader(path);
    if (width * height <= maxImagePixels && Math.max(width, height) > maxImageSide)
      return t('it is longer than %{limit} pixels', { limit: number(maxImageSide) });
    const image = await openImage(path, { animated: format === 'gif' });
    // The cost of drawing depends on the size: a drawing is made as large as messages have it.
    await image
      .resize({ width: format === 'svg' ? drawnWidth : 16, withoutEnlargement: true })
      .raw()
      .toBuffer();
    return undefined;
  } catch (cause) {
    return faultText(cause);
  }
});

/** What is wrong with an image, from an error of its decoding. */
export function faultText(cause: unknown): string {
  const text = errorText(cause);
  if (/pixel limit/i.test(text)) return t('it has more than %{limit} million pixels', { limit: maxImagePixels / 1e6 });
  if (/timeout/i.test(text)) return t('decoding it takes longer than %{limit} s', { limit: maxDecodeSeconds });
  return text;
}

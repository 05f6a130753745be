import { imageHeader, onceByFile, openImage } from '../../issue/images/decode-image.ts';

/** Luminances of papers (WCAG 2.2, relative luminance): white, and the darkest that mail programs use in dark mode. */
export const paperLuminance = { light: 1, dark: 0.011 };

/** The share of transparent pixels from which on the paper is seen behind an image. */
const minTransparentShare = 0.05;
/** The share of an image's opaque pixels that may vanish on a paper: the edges of letters are of all shades. */
export const maxVanishingShare = 0.15;
/** The contrast below which an image gets a light ground in dark mode: more than what is just seen. */
const minDarkContrast = 2;

/** What is seen behind an image. `backing`: it has dark parts, which need a light ground in dark mode. */
export type Transparency = { transparent: boolean; backing: boolean };

/** Whether the paper is seen behind an image, and whether the image needs a light ground in dark mode. @throws if it cannot be read */
export const transparencyOf = onceByFile(async (path): Promise<Transparency> => {
  const pixels = await transparentPixels(path);
  return {
    transparent: pixels !== undefined,
    backing: pixels !== undefined && vanishingShare(pixels, paperLuminance.dark, minDarkContrast) > maxVanishingShare,
  };
});

/**
 * The pixels of a small copy of an image with transparent parts, four bytes each; undefined for an image without.
 * @throws if it cannot be read
 */
export async function transparentPixels(path: string): Promise<Buffer | undefined> {
  if (!(await imageHeader(path)).hasAlpha) return undefined;
  const small = (await openImage(path)).resize({
    width: 200,
    height: 200,
    fit: 'inside',
    kernel: 'nearest',
    withoutEnlargement: true,
  });
  const pixels = await small.toColourspace('srgb').ensureAlpha().raw().toBuffer();
  const alphas = [...pixels].filter((_, i) => i % 4 === 3);
  const transparent = alphas.filter(alpha => alpha < 26).length;
  return transparent / alphas.length < minTransparentShare ? undefined : pixels;
}

/**
 * The share of the opaque pixels that have too little contrast on a paper.
 * @param paper its luminance
 * @param minContrast as a ratio of WCAG 2.2
 */
export function vanishingShare(pixels: Buffer, paper: number, minContrast: number): number {
  let [opaque, vanishing] = [0, 0];
  for (let i = 0; i < pixels.length; i += 4) {
    const [r = 0, g = 0, b = 0, alpha = 0] = pixels.subarray(i, i + 4);
    if (alpha < 230) continue;
    opaque++;
    const luminance = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    const [darker, lighter] = luminance < paper ? [luminance, paper] : [paper, luminance];
    if ((lighter + 0.05) / (darker + 0.05) < minContrast) vanishing++;
  }
  return opaque === 0 ? 0 : vanishing / opaque;
}

const linear = (channel: number): number =>
  channel <= 10 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;

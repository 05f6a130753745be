import { localFile } from '../../issue/local-file.ts';
import { publicationFile } from '../../publication/load.ts';
import { t } from '../../wording/wording.ts';
import type { MailRule } from './mail-rule.ts';

/** The papers of light and dark mode, as luminances (WCAG 2.2, relative luminance): white, and the darkest that mail programs use. */
const papers = { light: 1, dark: 0.011 };
/** The contrast below which a part of a logo is not seen. */
const minContrast = 1.6;
/** The share of a logo's pixels that may vanish: the edges of letters are of all shades. */
const maxShare = 0.15;
/** The share of transparent pixels from which on the paper is behind the logo. */
const minTransparent = 0.05;

/** Reports a logo whose colours are those of the paper in light or in dark mode. */
export const logoColours: MailRule = {
  id: 'logo-colours',
  severity: 'warning',
  doc: {
    finds:
      'a transparent logo with parts that are nearly as dark as the page in dark mode, or nearly as light in light mode',
    why: 'Many readers use dark mode: a black name on transparent ground is not seen there.',
    wrong: 'theme:\n  logo: { src: ./images/black-on-nothing.png, alt: Weekly }',
    right: 'theme:\n  logo: { src: ./images/black-on-white.png, alt: Weekly }',
  },
  async find({ editions, folder }) {
    const src = editions.find(({ edition }) => edition.logo !== undefined)?.edition.logo?.src;
    if (src === undefined || /^https?:/.test(src)) return [];
    const { path } = await localFile(folder, publicationFile, src);
    const pixels = path === undefined ? undefined : await pixelsOf(path);
    if (pixels === undefined) return [];
    return (['dark', 'light'] as const)
      .filter(mode => vanishingShare(pixels, papers[mode]) > maxShare)
      .map(mode => ({
        about: 'publication' as const,
        message:
          mode === 'dark'
            ? t('Parts of the logo are not seen in dark mode: they are nearly black, on transparent ground.')
            : t('Parts of the logo are not seen in light mode: they are nearly white, on transparent ground.'),
        hint: t('Put a ground or an outline of another colour behind it (theme.logo.src).'),
      }));
  },
};

/** The pixels of a small copy of an image with transparent parts, four bytes each; undefined for other images. */
async function pixelsOf(path: string): Promise<Buffer | undefined> {
  const { default: sharp } = await import('sharp');
  try {
    const small = sharp(path).resize({
      width: 200,
      height: 200,
      fit: 'inside',
      kernel: 'nearest',
      withoutEnlargement: true,
    });
    const pixels = await small.toColourspace('srgb').ensureAlpha().raw().toBuffer();
    const transparent = alphas(pixels).filter(alpha => alpha < 26).length;
    return transparent / (pixels.length / 4) < minTransparent ? undefined : pixels;
  } catch {
    // The rule `image-file` reports it.
    return undefined;
  }
}

const alphas = (pixels: Buffer): number[] => [...pixels].filter((_, i) => i % 4 === 3);

/** The share of the opaque pixels that have too little contrast on a paper. */
function vanishingShare(pixels: Buffer, paper: number): number {
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

import { localFile } from '../../issue/local-file.ts';
import { publicationFile } from '../../publication/load.ts';
import { t } from '../../wording/wording.ts';
import { maxVanishingShare, paperLuminance, transparentPixels, vanishingShare } from '../images/transparency.ts';
import type { MailRule } from './mail-rule.ts';

/** The contrast below which a part of a logo is not seen. */
const minContrast = 1.6;

/** Reports a logo whose colours are those of the paper in light or in dark mode. */
export const logoColours: MailRule = {
  id: 'logo-colours',
  severity: 'warning',
  doc: {
    finds:
      'a transparent logo with parts that are nearly as dark as the page in dark mode, or nearly as light in light mode',
    why: 'Many readers use dark mode. The shipped templates put a light ground behind a dark logo there, but Gmail’s apps ignore such styles.',
    wrong: 'theme:\n  logo: { src: ./images/black-on-nothing.png, alt: Weekly }',
    right: 'theme:\n  logo: { src: ./images/black-on-white.png, alt: Weekly }',
  },
  async find({ editions, folder }) {
    const src = editions.find(({ edition }) => edition.logo !== undefined)?.edition.logo?.src;
    if (src === undefined || /^https?:/.test(src)) return [];
    const { path } = await localFile(folder, publicationFile, src);
    // The rule `image-file` reports a file that cannot be read.
    const pixels = path === undefined ? undefined : await transparentPixels(path).catch(() => undefined);
    if (pixels === undefined) return [];
    return (['dark', 'light'] as const)
      .filter(mode => vanishingShare(pixels, paperLuminance[mode], minContrast) > maxVanishingShare)
      .map(mode => ({
        about: 'publication' as const,
        valuePath: ['theme', 'logo', 'src'],
        message:
          mode === 'dark'
            ? t(
                'Parts of the logo are not seen in dark mode in programs that ignore its styles, such as Gmail: they are nearly black, on transparent ground.',
              )
            : t('Parts of the logo are not seen in light mode: they are nearly white, on transparent ground.'),
        hint: t('Put a ground or an outline of another colour behind it (theme.logo.src).'),
      }));
  },
};

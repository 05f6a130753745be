import { stat } from 'node:fs/promises';
import { imageSizeFromFile } from 'image-size/fromFile';
import { localFile } from '../../files.ts';
import type { Finding, Rule } from '../rule.ts';

/** Images are of a size and shape that can be shown. */
export const imageSize: Rule = {
  id: 'image-size',
  severity: 'warning',
  doc: {
    finds: 'an image too small for the place it is shown at, far too large as a file, or of an extreme shape',
    why: "It would be blurred, slow to load, or fill a phone's screen.",
    wrong: 'image: { src: ./images/thumb-80px.jpg, … }',
    right: 'image: { src: ./images/photo-1280px.jpg, … }',
  },
  async find({ issue, source, folder }) {
    const findings: Finding[] = [];
    for (const [i, { image, layout }] of issue.articles.entries()) {
      if (image === undefined || /^https?:/.test(image.src)) continue;
      const { path } = await localFile(folder, source.path, image.src);
      if (path === undefined) continue;
      const at = ['articles', i, 'image', 'src'];
      const report = (message: string, hint: string, id?: string): void => {
        findings.push({ path: at, message, hint, ...(id === undefined ? {} : { id, severity: 'error' }) });
      };
      const size = await imageSizeFromFile(path).catch(() => undefined);
      if (size === undefined) {
        report(`${image.src} cannot be read as an image.`, 'Save it again as JPEG or PNG.', 'image-file');
        continue;
      }
      const { width, height } = size;
      const least = leastWidth[layout ?? (i === 0 ? 'lead' : 'standard')];
      if (width < least)
        report(
          `The image is ${width} pixels wide, and shown at ${least}.`,
          'Use a larger one; twice as wide is sharp on every screen.',
        );
      else if (width / height > 4 || height / width > 2)
        report(
          `The image is ${width} × ${height} pixels: too ${width > height ? 'flat' : 'tall'} to look at.`,
          'Crop it.',
        );
      else if ((await stat(path)).size > 15_000_000)
        report(
          'The file is larger than 15 MB.',
          'Save it smaller; hebdo shrinks it for the mail, but the repository keeps it.',
        );
    }
    return findings;
  },
};

/** Pixels below which an image is blurred where its layout shows it. */
const leastWidth = { lead: 640, standard: 560, brief: 176 };

import { stat } from 'node:fs/promises';
import { t } from '../../../wording/wording.ts';
import { imageHeader } from '../../images/decode-image.ts';
import { imageShapes } from '../../images/image-shapes.ts';
import { localFile } from '../../local-file.ts';
import type { Finding, Rule } from '../rule.ts';

const maxImageFileBytes = 15_000_000;
/** Width divided by height, and height divided by width. */
const maxAspectRatio = { flat: 4, tall: 2 };

/** Reports images whose size or shape does not suit an email. */
export const imageSize: Rule = {
  id: 'image-size',
  severity: 'warning',
  doc: {
    finds: 'an image that is too small for its layout, a very large file, or an extreme shape',
    why: 'It would be blurred, slow to load, or fill the screen of a phone.',
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
      const report = (message: string, hint: string): void => void findings.push({ path: at, message, hint });
      // The rule `image-file` reports an image that cannot be read.
      const header = await imageHeader(path).catch(() => undefined);
      if (header === undefined) continue;
      const { width, height } = header;
      const { width: minWidth } = imageShapes[layout ?? (i === 0 ? 'lead' : 'standard')];
      if (width < minWidth)
        report(
          t('The image is %{width} pixels wide, and shown at %{minWidth}.', { width, minWidth }),
          t('Use a larger one; twice as wide is sharp on every screen.'),
        );
      else if (width / height > maxAspectRatio.flat || height / width > maxAspectRatio.tall)
        report(
          width > height
            ? t('The image is %{width} × %{height} pixels, which is too flat.', { width, height })
            : t('The image is %{width} × %{height} pixels, which is too tall.', { width, height }),
          t('Crop it.'),
        );
      else if ((await stat(path)).size > maxImageFileBytes)
        report(
          t('The file is larger than %{limit} MB.', { limit: maxImageFileBytes / 1e6 }),
          t('Save it smaller: hebdo shrinks it in emails, but the repository keeps the large file.'),
        );
    }
    return findings;
  },
};

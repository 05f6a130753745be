import { said, t } from '../../../wording/wording.ts';
import { imageFault } from '../../images/decode-image.ts';
import { imageFilesOf } from '../../images/images-of.ts';
import { localFile } from '../../local-file.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports image files that do not exist inside the newsletter's folder, or that sending could not decode. */
export const imageFile: Rule = {
  id: 'image-file',
  severity: 'error',
  doc: {
    finds:
      "an image that does not exist, is outside the newsletter's folder, or cannot be read as an image of at most 50 MB and 100 million pixels",
    why: 'Readers would see an empty space.',
    wrong: 'image: { src: ./images/bnak.jpg, alt: A bank }',
    right: 'image: { src: ./images/bank.jpg, alt: A bank }',
  },
  async find({ issue, source, folder }) {
    const findings: Finding[] = [];
    for (const { path, src } of imageFilesOf(issue)) {
      const file = await localFile(folder, source.path, src);
      if (file.path === undefined) {
        findings.push({ path, message: file.message, values: { src }, hint: file.hint });
        continue;
      }
      const fault = await imageFault(file.path);
      if (fault !== undefined)
        findings.push({
          path,
          ...said('%{src} cannot be read as an image: %{fault}.', { src, fault }),
          hint: t('Save it again as JPEG or PNG, at most 3,000 pixels wide.'),
        });
    }
    return findings;
  },
};

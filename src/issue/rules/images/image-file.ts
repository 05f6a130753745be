import { localFile } from '../../files.ts';
import type { Finding, Rule } from '../rule.ts';

/** Images that are files exist, inside the newsletter's folder. */
export const imageFile: Rule = {
  id: 'image-file',
  severity: 'error',
  doc: {
    finds: 'an image that does not exist, lies outside the newsletter, or cannot be read as an image',
    why: 'Readers would see a hole.',
    wrong: 'image: { src: ./images/bnak.jpg, alt: A bank }',
    right: 'image: { src: ./images/bank.jpg, alt: A bank }',
  },
  async find({ issue, source, folder }) {
    const findings: Finding[] = [];
    for (const [i, article] of issue.articles.entries()) {
      const src = article.image?.src;
      if (src === undefined || /^https?:/.test(src)) continue;
      const found = await localFile(folder, source.path, src);
      if (found.path === undefined)
        findings.push({ path: ['articles', i, 'image', 'src'], message: found.message, hint: found.hint });
    }
    return findings;
  },
};

import { localFile } from '../files.ts';
import type { Finding, Rule } from './rule.ts';

/** Images that are files exist, inside the newsletter's folder. */
export const imageFile: Rule = {
  id: 'image-file',
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

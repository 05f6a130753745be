import { t } from '../../../wording/wording.ts';
import { provenanceOf } from '../../images/provenance.ts';
import { localFile } from '../../local-file.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports pictures that carry the mark of an AI, where the issue does not say so. */
export const imageAi: Rule = {
  id: 'image-ai',
  severity: 'warning',
  doc: {
    finds: 'a picture whose file says that an AI made it, or helped to, where the issue does not say so',
    why: 'Readers must be told (AI Act, article 50, in force since 2 August 2026).',
    wrong: 'image: { src: ./images/robot.jpg, … }',
    right: 'image: { src: ./images/robot.jpg, generated_by: ai, … }',
  },
  async find({ issue, source, folder }) {
    const findings = await Promise.all(
      issue.articles.map(async ({ image }, i): Promise<Finding[]> => {
        if (image === undefined || image.generated_by !== undefined || /^https?:/.test(image.src)) return [];
        const { path } = await localFile(folder, source.path, image.src);
        const { generatedBy } = path === undefined ? {} : await provenanceOf(path);
        if (generatedBy === undefined) return [];
        return [
          {
            path: ['articles', i, 'image', 'src'],
            message:
              generatedBy === 'ai'
                ? t('The file says that an AI made this picture.')
                : t('The file says that an AI helped to make this picture.'),
            hint: t('Add `generated_by: %{generatedBy}` to the image: readers see a label.', { generatedBy }),
          },
        ];
      }),
    );
    return findings.flat();
  },
};

import { number, said, t } from '../../../wording/wording.ts';
import { translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';
import { missingParts } from './missing-part.ts';

/** Characters; shorter texts are not compared, since their lengths vary more. */
const minComparedChars = 120;

/** Reports translations that are much shorter or much longer than their source. */
export const translationLength: Rule = {
  id: 'translation-length',
  severity: 'warning',
  doc: {
    finds: 'a translation less than half or more than twice as long as its source',
    why: 'Most often a part is missing or repeated.',
    wrong: 'body: { fr: (ten paragraphs), en: (one) }',
    right: 'body: { fr: (ten paragraphs), en: (ten) }',
  },
  find({ issue, publication }) {
    return translationsOf(issue, publication.languages, 'line', 'markdown').flatMap((translation): Finding[] => {
      const { path, kind, from, source, to, text } = translation;
      const [longer, shorter] = [Math.max(source.length, text.length), Math.min(source.length, text.length)];
      if (longer < minComparedChars || longer <= shorter * 2) return [];
      // The rule `missing-part` tells which part is missing.
      if (kind === 'markdown' && missingParts(translation).length > 0) return [];
      const times = number(longer / Math.max(1, shorter), 1);
      return [
        {
          path,
          ...(text.length < source.length
            ? said('The `%{to}` text is %{times} times shorter than the `%{from}` one.', { to, times, from })
            : said('The `%{to}` text is %{times} times longer than the `%{from}` one.', { to, times, from })),
          hint: t('Check that nothing is missing or repeated.'),
        },
      ];
    });
  },
};

import { said, t } from '../../../wording/wording.ts';
import type { Issue } from '../../schema.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

const maxReadingMinutes = 12;

/** Reports editions that take a long time to read. */
export const readingTime: Rule = {
  id: 'reading-time',
  severity: 'warning',
  doc: {
    finds: 'an edition that takes more than 12 minutes to read',
    why: 'Readers stop reading, and Gmail cuts long emails off.',
    wrong: '(3,000 words)',
    right: '(1,500 words)',
  },
  find({ issue, publication }) {
    return publication.languages.flatMap((language): Finding[] => {
      const minutes = wordsOf(issue, language) / wordsPerMinute;
      if (minutes <= maxReadingMinutes) return [];
      return [
        {
          path: ['articles'],
          key: true,
          ...said('The `%{language}` edition takes %{minutes} minutes to read.', {
            language,
            minutes: Math.round(minutes),
          }),
          hint: t('Shorten articles, give some the layout brief, or keep one for next week.'),
        },
      ];
    });
  },
};

/** Silent reading of newspaper prose, French and English alike (Brysbaert 2019). */
export const wordsPerMinute = 238;

/** The number of words in an edition's prose. */
export const wordsOf = (issue: Issue, language: string): number =>
  wordingsOf(issue, 'line', 'markdown')
    .filter(one => (one.language ?? language) === language && one.path.at(-2) !== 'alt')
    .reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0), 0);

import { said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

const copyright = /(?:©|\(c\)|copyright)[\s\u00a0]{0,3}(?:(?:19|20)\d{2}\s?[-–]\s?)?((?:19|20)\d{2})(?!\d)/giu;

/** Reports the year of a copyright notice that is over. */
export const oldYear: Rule = {
  id: 'old-year',
  severity: 'warning',
  doc: {
    finds: 'a copyright notice of an earlier year',
    why: 'The letter looks forgotten.',
    wrong: 'outro: © 2025 Example Media   # in an issue of 2026',
    right: 'outro: © 2026 Example Media',
  },
  find({ issue }) {
    const year = issue.week.slice(0, 4);
    return ['intro', 'outro'].flatMap(key =>
      wordingsOf(issue, 'markdown')
        .filter(({ path }) => path[0] === key)
        .flatMap(({ path, text }) =>
          [...text.matchAll(copyright)]
            .filter(([, found = year]) => found < year)
            .map(
              ([words, found = '']): Finding => ({
                path,
                words,
                ...said('The notice is of %{found}, and the issue of %{year}.', { found, year }),
                hint: t('Write the present year.'),
              }),
            ),
        ),
    );
  },
};

import { said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports words in capitals. */
export const allCaps: Rule = {
  id: 'all-caps',
  severity: 'warning',
  doc: {
    finds: 'a subject, preheader, title or standfirst IN CAPITALS',
    why: 'Spam filters count capitals, they are hard to read, and screen readers may spell them out.',
    wrong: 'title: BREAKING NEWS FROM PARIS',
    right: 'title: Breaking news from Paris',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line').flatMap(({ path, text }): Finding[] => {
      const run =
        /(?<![\p{L}\p{N}])\p{Lu}{3,}(?:[^\p{L}]+\p{Lu}{2,}){2,}(?![\p{L}])|(?<![\p{L}\p{N}])\p{Lu}{4,}[^\p{L}]+\p{Lu}{4,}(?!\p{L})/u.exec(
          text,
        );
      return run === null
        ? []
        : [
            {
              path,
              words: run[0],
              ...said('“%{run}” is in capitals.', { run: run[0].slice(0, 60) }),
              hint: t('Write it as a sentence.'),
            },
          ];
    });
  },
};

import { said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports repeated punctuation in subjects, preheaders and titles. */
export const spamPunctuation: Rule = {
  id: 'spam-punctuation',
  severity: 'warning',
  doc: {
    finds: '!!!, ???, $$$ and the like in a subject, preheader or title',
    why: 'Spam filters count them.',
    wrong: 'subject: Free chips!!!',
    right: 'subject: Free chips',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line')
      .filter(({ path }) =>
        ['subject', 'preheader', 'title'].includes(
          String(path.findLast(step => typeof step === 'string' && step.length > 3)),
        ),
      )
      .flatMap(({ path, text }): Finding[] => {
        const [run] = /(?:[!?]\s?){3,}|[$€£]{2,}|(?<=\d)\s?% (?:off|gratuit)!|\*{2,}/u.exec(text) ?? [];
        return run === undefined
          ? []
          : [{ path, words: run, ...said('“%{run}” looks like spam.', { run }), hint: t('Use one sign only.') }];
      });
  },
};

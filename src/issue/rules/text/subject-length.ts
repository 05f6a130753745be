import { said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Gmail on a computer shows about this many characters of a subject; phones show about 40. */
export const maxSubjectChars = 70;
const minSubjectChars = 10;

/** Reports subjects that are too long or too short for inboxes. */
export const subjectLength: Rule = {
  id: 'subject-length',
  severity: 'warning',
  doc: {
    finds: 'a subject that inboxes cut, or that is very short',
    why: 'Gmail shows about 70 characters on a computer, phones about 40: the news belongs at the beginning.',
    wrong: 'subject: (120 characters)',
    right: 'subject: (50 characters)',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line')
      .filter(({ path }) => path[0] === 'subject')
      .flatMap(({ path, text }): Finding[] => {
        const length = [...text].length;
        if (length > maxSubjectChars)
          return [
            {
              path,
              ...said(
                'The subject has %{length} characters; inboxes cut it after %{maxSubjectChars}, phones after about 40.',
                { length, maxSubjectChars },
              ),
              hint: t('Put the news first and shorten it.'),
            },
          ];
        return length < minSubjectChars
          ? [
              {
                path,
                ...said('The subject has only %{length} characters.', { length }),
                hint: t('Say what is in the issue.'),
              },
            ]
          : [];
      });
  },
};

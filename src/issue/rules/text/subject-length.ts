import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Subjects fit the inbox. */
export const subjectLength: Rule = {
  id: 'subject-length',
  severity: 'warning',
  doc: {
    finds: 'a subject that inboxes cut, or one too short to say anything',
    why: 'Gmail shows about 70 characters on a computer, phones about 40: the news belongs at the beginning.',
    wrong: 'subject: (120 characters)',
    right: 'subject: (50 characters)',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line')
      .filter(({ path }) => path[0] === 'subject')
      .flatMap(({ path, text }): Finding[] => {
        const length = [...text].length;
        if (length > 70)
          return [
            {
              path,
              message: `The subject has ${length} characters; inboxes cut it after 70, phones after about 40.`,
              hint: 'Put the news first and shorten it.',
            },
          ];
        return length < 10
          ? [{ path, message: `The subject has only ${length} characters.`, hint: 'Say what is in the issue.' }]
          : [];
      });
  },
};

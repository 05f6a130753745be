import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Preheaders fit the inbox. */
export const preheaderLength: Rule = {
  id: 'preheader-length',
  severity: 'warning',
  doc: {
    finds: 'a preheader that inboxes cut, or that leaves room for stray words behind it',
    why: 'Inboxes show it after the subject; what it does not fill, they fill with the first words of the mail.',
    wrong: 'preheader: News',
    right: 'preheader: A line that goes on where the subject ends, with two or three more stories.',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line')
      .filter(({ path }) => path[0] === 'preheader')
      .flatMap(({ path, text }): Finding[] => {
        const length = [...text].length;
        if (length > 140)
          return [
            {
              path,
              message: `The preheader has ${length} characters; inboxes cut it after 140 at most.`,
              hint: 'Shorten it.',
            },
          ];
        return length < 30
          ? [
              {
                path,
                message: `The preheader has only ${length} characters.`,
                hint: 'Go on where the subject ends: 40 to 130 characters.',
              },
            ]
          : [];
      });
  },
};

import { said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Inboxes show at most this many characters of a preheader. */
const maxPreheaderChars = 140;
/** A shorter preheader leaves room, which inboxes fill with the first words of the email. */
const minPreheaderChars = 30;

/** Reports preheaders that are too long or too short for inboxes. */
export const preheaderLength: Rule = {
  id: 'preheader-length',
  severity: 'warning',
  doc: {
    finds: 'a preheader that inboxes cut, or that is too short to fill its line',
    why: 'Inboxes show it after the subject, and fill the rest of the line with the first words of the email.',
    wrong: 'preheader: News',
    right: 'preheader: A line that goes on where the subject ends, with two or three more stories.',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line')
      .filter(({ path }) => path[0] === 'preheader')
      .flatMap(({ path, text }): Finding[] => {
        const length = [...text].length;
        if (length > maxPreheaderChars)
          return [
            {
              path,
              ...said('The preheader has %{length} characters; inboxes cut it after %{maxPreheaderChars} at most.', {
                length,
                maxPreheaderChars,
              }),
              hint: t('Shorten it.'),
            },
          ];
        return length < minPreheaderChars
          ? [
              {
                path,
                ...said('The preheader has only %{length} characters.', { length }),
                hint: t('Add to the subject, in 40 to 130 characters.'),
              },
            ]
          : [];
      });
  },
};

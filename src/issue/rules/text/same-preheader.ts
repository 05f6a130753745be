import { t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports preheaders that repeat the subject. */
export const samePreheader: Rule = {
  id: 'same-preheader',
  severity: 'warning',
  doc: {
    finds: 'a preheader that says the same as the subject',
    why: 'Inboxes show both side by side, so that the second line adds nothing.',
    wrong: 'subject: The news\npreheader: The news',
    right: 'subject: The news\npreheader: And what it means',
  },
  find({ issue }) {
    const lines = wordingsOf(issue, 'line');
    const subjects = lines.filter(({ path }) => path[0] === 'subject');
    return lines
      .filter(({ path }) => path[0] === 'preheader')
      .flatMap(({ path, language, text }): Finding[] =>
        subjects.some(
          subject => (subject.language ?? language) === (language ?? subject.language) && same(subject.text, text),
        )
          ? [
              {
                path,
                message: t('The preheader says the same as the subject.'),
                hint: t('Add something that the subject does not say.'),
              },
            ]
          : [],
      );
  },
};

const same = (a: string, b: string): boolean => withoutPunctuation(a) === withoutPunctuation(b);
const withoutPunctuation = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

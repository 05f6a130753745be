import { said, t } from '../../../wording/wording.ts';
import { linksIn } from '../../markdown.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports mail links whose words show another address than their target. */
export const mailLink: Rule = {
  id: 'mail-link',
  severity: 'warning',
  doc: {
    finds: 'a mail link whose words show another address than its target',
    why: 'Readers would write to an address that they do not see.',
    wrong: '[redaction@example.com](mailto:contact@example.com)',
    right: '[redaction@example.com](mailto:redaction@example.com)',
  },
  find({ issue }) {
    return wordingsOf(issue, 'markdown').flatMap(({ path, text }) =>
      linksIn(text).flatMap(({ words, href }): Finding[] => {
        const target = /^mailto:([^?]{1,320})/i.exec(href)?.[1];
        const shown = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/.exec(words)?.[0];
        if (target === undefined || shown === undefined || isSame(target, shown)) return [];
        return [
          {
            path,
            words: href,
            ...said('The words of the link say %{shown}, its target is %{target}.', { shown, target }),
            hint: t('Write the same address in both.'),
          },
        ];
      }),
    );
  },
};

const isSame = (target: string, shown: string): boolean => decoded(target).toLowerCase() === shown.toLowerCase();

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { said, t } from '../../../wording/wording.ts';
import { linksIn } from '../../markdown.ts';
import { wordingsOf } from '../../texts.ts';
import type { Rule } from '../rule.ts';

/** Reports links whose words do not describe their target. */
export const linkText: Rule = {
  id: 'link-text',
  severity: 'warning',
  doc: {
    finds: 'a link whose words do not describe its target: “click here”, “cliquez ici”, a bare address, no words',
    why: 'Screen readers list links without the text around them.',
    wrong: '[Cliquez ici](https://example.com) pour le rapport.',
    right: 'Lisez [le rapport](https://example.com).',
  },
  find({ issue }) {
    return wordingsOf(issue, 'markdown').flatMap(({ path, text }) => {
      const links = linksIn(text);
      return [
        ...links
          .filter(({ words }) => words.trim() === '')
          .map(({ href }) => ({
            path,
            words: `](${href}`,
            ...said('The link to %{link} has no words.', { link: href.slice(0, 80) }),
            hint: t('Write what it leads to: [words](https://…).'),
          })),
        ...links
          .filter(({ words }) => vagueWords.test(words.trim()) || /^(https?:\/\/|www\.)/.test(words))
          .map(({ words }, i, all) => ({
            path,
            words: `[${words}]`,
            nth: all.slice(0, i).filter(link => link.words === words).length,
            ...said('The link “%{words}” does not say where it leads.', { words: words.slice(0, 60) }),
            hint: t('Link the words that name the target.'),
          })),
      ];
    });
  },
};

const vagueWords =
  /^(ici|cliquez ici|cliquer ici|lire la suite|en savoir plus|plus d['’]infos?|ce lien|lien|here|click here|read more|learn more|more|this link|link|this)[.…!]*$/i;

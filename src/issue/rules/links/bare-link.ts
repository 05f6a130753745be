import { said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import { matchesIn, placeAt } from '../prose.ts';
import type { Rule } from '../rule.ts';

/** Reports web addresses as text. */
export const bareLink: Rule = {
  id: 'bare-link',
  severity: 'warning',
  doc: {
    finds: 'a web address in a text that is not a link',
    why: 'Readers cannot click it, and screen readers read it letter by letter.',
    wrong: 'body: Voir https://example.com/rapport',
    right: 'body: Voir [le rapport](https://example.com/rapport)',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line', 'markdown').flatMap(({ path, text, kind }) => {
      const hidden = text.replace(/`[^`\n]{1,2000}`/g, blank);
      const prose = kind === 'markdown' ? hidden.replace(linksAndAutolinks, blank) : hidden;
      return matchesIn(prose, address).map(({ words, at }) => ({
        path,
        ...placeAt(text, at, words),
        ...said('The address %{address} is no link.', { address: words.slice(0, 80) }),
        hint:
          kind === 'markdown'
            ? t('Link the words that name the target: [words](https://…).')
            : t('Name the site or page instead: this text has no links.'),
      }));
    });
  },
};

const blank = (hidden: string): string => '\u0000'.repeat(hidden.length);

/** The words and targets of links, whose addresses `link-text` judges, and links that are not closed. */
const linksAndAutolinks = /\[[^[\]]{0,500}\] ?\([^\s)]{0,2000}|<(?:https?|mailto):[^\s<>]{1,2000}>/g;

/** A web address up to the punctuation that ends it. */
const address =
  /(?<![\p{L}\p{N}@/.])(?:https?:\/\/[^\s<>()«»“”"*]{1,300}|www\.[\p{L}\p{N}-]{1,63}\.[^\s<>()«»“”"*]{1,300})(?<![.,;:!?'’…])/gu;

import { suggestion } from '../../../source/nearest.ts';
import { said, t } from '../../../wording/wording.ts';
import { linksIn } from '../../markdown.ts';
import { fieldPattern, readerFieldNames } from '../../reader-fields.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports fields of the reader that cannot be filled. */
export const readerField: Rule = {
  id: 'reader-field',
  severity: 'error',
  doc: {
    finds:
      'a field of the reader, such as `{name|dear reader}`, that does not exist, stands in the address of a link, or has no words for readers who have none (a warning)',
    why: 'Readers would see the braces, a gap, or get a link that leads nowhere.',
    wrong: 'intro: Bonjour {prenom|chère lectrice} !',
    right: 'intro: Bonjour {name|chère lectrice, cher lecteur} !',
  },
  find({ issue, publication }) {
    const known = readerFieldNames(publication);
    return wordingsOf(issue).flatMap(({ path, text, kind }) => {
      const short = text.slice(0, 50_000);
      const addresses = kind === 'link' ? [short] : kind === 'markdown' ? linksIn(short).map(({ href }) => href) : [];
      const isInAddress = (written: string): boolean =>
        addresses.some(href => href.includes(written) || href.includes(encodeURI(written)));
      return [...short.matchAll(fieldPattern)].flatMap(([written, name = '', words]): Finding[] => {
        const isKnown = known.includes(name);
        // `{foo}` alone may be anything.
        if (!isKnown && words === undefined) return [];
        const finding = { path, words: written };
        if (!isKnown)
          return [
            {
              ...finding,
              ...said('There is no field `%{name}` of readers.', { name }),
              hint: suggestion(name, known),
            },
          ];
        if (isInAddress(written))
          return [
            {
              ...finding,
              message: t('A link cannot have a field of the reader in its address.'),
              hint: t('Write the address without it: a link must not say who the reader is.'),
            },
          ];
        if (words?.trim()) return [];
        return [
          {
            ...finding,
            severity: 'warning',
            message: t('Readers without this value would see a gap here.'),
            hint: t('Write what stands there then: %{example}.', { example: `{${name}|…}` }),
          },
        ];
      });
    });
  },
};

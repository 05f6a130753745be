import { suggestion } from '../../source/nearest.ts';
import { textsOf } from '../texts.ts';
import type { Rule } from './rule.ts';

/** Texts are written in languages the publication has. */
export const unknownLanguage: Rule = {
  id: 'unknown-language',
  find({ issue, publication: { languages } }) {
    return textsOf(issue).flatMap(({ path, value }) =>
      typeof value === 'string'
        ? []
        : Object.keys(value)
            .filter(language => !languages.includes(language))
            .map(language => ({
              path: [...path, language],
              key: true,
              message: `\`${language}\` is not one of the publication's languages (${languages.join(', ')}).`,
              hint: `${suggestion(language, languages)} Languages are listed in hebdo.yaml.`,
            })),
    );
  },
};

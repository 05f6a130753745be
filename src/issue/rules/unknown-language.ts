import { suggestion } from '../../source/nearest.ts';
import { textsOf } from '../texts.ts';
import type { Rule } from './rule.ts';

/** Texts are written in languages the publication has. */
export const unknownLanguage: Rule = {
  id: 'unknown-language',
  severity: 'error',
  doc: {
    finds: 'a text in a language that the publication does not have',
    why: 'Nobody would ever read it; most often the tag is misspelt.',
    wrong: 'title: { fr: Un titre, eng: A title }',
    right: 'title: { fr: Un titre, en: A title }',
  },
  find({ issue, publication: { languages } }) {
    const meant = (issue.audience?.languages ?? []).map((language, i) => ({
      path: ['audience', 'languages', i],
      value: { [language]: '' },
    }));
    return [...textsOf(issue), ...meant].flatMap(({ path, value }) =>
      typeof value === 'string'
        ? []
        : Object.keys(value)
            .filter(language => !languages.includes(language))
            .map(language => ({
              path: path[0] === 'audience' ? path : [...path, language],
              key: path[0] !== 'audience',
              message: `\`${language}\` is not one of the publication's languages (${languages.join(', ')}).`,
              hint: `${suggestion(language, languages)} Languages are listed in hebdo.yaml.`,
            })),
    );
  },
};

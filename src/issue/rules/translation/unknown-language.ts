import { suggestion } from '../../../source/nearest.ts';
import { said, t } from '../../../wording/wording.ts';
import { textsOf } from '../../texts.ts';
import type { Rule } from '../rule.ts';

/** Reports texts in languages that the publication does not have. */
export const unknownLanguage: Rule = {
  id: 'unknown-language',
  severity: 'error',
  doc: {
    finds: 'a text in a language that the publication does not have',
    why: 'No edition contains it; most often the language tag is misspelt.',
    wrong: 'title: { fr: Un titre, eng: A title }',
    right: 'title: { fr: Un titre, en: A title }',
  },
  find({ issue, publication: { languages } }) {
    const inTexts = textsOf(issue).flatMap(({ path, value }) =>
      typeof value === 'string'
        ? []
        : Object.keys(value).map(language => ({ language, path: [...path, language], key: true })),
    );
    const inAudience = (issue.audience?.languages ?? []).map((language, i) => ({
      language,
      path: ['audience', 'languages', i],
      key: false,
    }));
    return [...inTexts, ...inAudience]
      .filter(({ language }) => !languages.includes(language))
      .map(({ language, path, key }) => ({
        path,
        key,
        ...said("`%{language}` is not one of the publication's languages (%{languages}).", {
          language,
          languages: languages.join(', '),
        }),
        hint: t('%{suggestion} Languages are listed in hebdo.yaml.', { suggestion: suggestion(language, languages) }),
      }));
  },
};

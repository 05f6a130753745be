import { said, t } from '../../../wording/wording.ts';
import { translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';
import { lineDates } from './git-blame.ts';

/** Reports translations that are older than their source. */
export const staleTranslation: Rule = {
  id: 'stale-translation',
  severity: 'warning',
  doc: {
    finds: 'a translation that is older than the source it was made from, by `git blame`',
    why: 'The source was changed, and the translation was not.',
    wrong: 'fr: (changed today)\nen: (last changed in October)',
    right: 'fr: (changed today)\nen: (changed today)',
  },
  async find({ issue, publication, source, folder }) {
    const translations = translationsOf(issue, publication.languages, 'line', 'markdown');
    const dates = translations.length === 0 ? undefined : await lineDates(folder, source.path);
    if (dates === undefined) return [];
    const newest = (path: readonly PropertyKey[]): number => {
      const { line, endLine, endColumn } = source.spanOf(path);
      return Math.max(...dates.slice(line - 1, endColumn === 1 && endLine > line ? endLine - 1 : endLine));
    };
    return translations.flatMap(({ path, from }): Finding[] => {
      const [sourceDate, translationDate] = [newest([...path.slice(0, -1), from]), newest(path)];
      if (!(sourceDate > translationDate)) return [];
      const day = (seconds: number): string =>
        seconds === Number.POSITIVE_INFINITY
          ? 'now, not committed yet'
          : new Date(seconds * 1000).toISOString().slice(0, 10);
      return [
        {
          path,
          ...said('The `%{from}` text was changed (%{sourceDate}) after this translation (%{translationDate}).', {
            from,
            sourceDate: day(sourceDate),
            translationDate: day(translationDate),
          }),
          hint: t('Update the translation and commit it; a commit that changes both texts clears this warning.'),
        },
      ];
    });
  },
};

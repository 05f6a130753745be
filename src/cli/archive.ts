import { makeEdition } from '../edition/edition.ts';
import { issuePath, loadIssue } from '../issue/load.ts';
import type { Store } from '../store/store.ts';
import type { Archive } from '../web/archive.ts';
import { type Compiled, compileApart } from './compile-apart.ts';
import type { Newsletter } from './newsletter.ts';

/** Issues whose web versions are kept in memory: readers ask for the newest. */
const most = 4;
const shown = 12;

/**
 * The web versions of the issues whose sending began, compiled when the first reader asks for one. What was compiled stays
 * as it is until the program ends.
 * @param failed is told why one cannot be compiled, by its week
 */
export function makeArchive(
  { folder, publication, locales }: Newsletter,
  store: Store,
  failed: (week: string, words: string) => void,
): Archive {
  const kept = new Map<string, Promise<Compiled['web']>>();
  const compile = async (week: string): Promise<Compiled['web']> => {
    const { value, problems } = await compileApart('web', folder, week);
    if (value === undefined) failed(week, problems.map(({ message }) => message).join(' '));
    return value ?? [];
  };
  const versionsOf = async (week: string): Promise<Compiled['web']> => {
    if ((await store.ledger.run(week)) === undefined) return [];
    const known = kept.get(week) ?? compile(week);
    kept.delete(week);
    kept.set(week, known);
    for (const old of [...kept.keys()].slice(0, -most)) kept.delete(old);
    return known.catch((cause: unknown) => {
      kept.delete(week);
      throw cause;
    });
  };
  const issues = new Map<string, ReturnType<typeof loadIssue>>();
  const issueOf = (week: string): ReturnType<typeof loadIssue> => {
    const known = issues.get(week) ?? loadIssue(folder, issuePath(week), publication);
    issues.set(week, known);
    return known;
  };
  return {
    async past(language) {
      const runs = await store.ledger.runs();
      const weeks = runs.map(({ week }) => week).sort();
      const entries = await Promise.all(
        weeks
          .reverse()
          .slice(0, shown)
          .map(async week => {
            const { value: issue } = await issueOf(week);
            if (issue === undefined) return [];
            const { subject, number, date } = makeEdition({ publication, issue, locales }, language);
            return [{ subject: subject.text, number, date, path: `${week}/${language}/` }];
          }),
      );
      return entries.flat();
    },
    async page(week, language) {
      return (await versionsOf(week)).find(version => version.language === language)?.html;
    },
    async image(week, filename) {
      return (await versionsOf(week)).flatMap(({ images }) => images).find(image => image.filename === filename);
    },
  };
}

import { makeEdition } from '../../edition/edition.ts';
import { fillSlots } from '../../email/slots.ts';
import { issuePath } from '../../issue/issue-files.ts';
import { loadIssue } from '../../issue/load.ts';
import { valuesFor } from '../../issue/reader-fields.ts';
import type { Store } from '../../store/store.ts';
import { type Compiled, compileApart } from '../compile/compile-apart.ts';
import type { Newsletter } from '../compile/newsletter.ts';

/** An issue that was sent, as the sign-up page lists it. */
export type PastIssue = { subject: string; number: string; date: string; path: string };

/** The issues that were sent, for the web. */
export type Archive = {
  /** In a language, the newest first; their paths are relative to the site's root. */
  past(language: string): Promise<PastIssue[]>;
  /** The web version of an edition, if its sending began. */
  page(week: string, language: string): Promise<string | undefined>;
  image(week: string, filename: string): Promise<{ contentType: string; bytes: Uint8Array } | undefined>;
};

/** Milliseconds for which the list of issues is not looked up again. */
const recheckAfterMs = 30_000;

/** Issues whose web versions are kept in memory: readers ask for the newest. */
const maxCompiledIssues = 4;
const listedIssues = 12;

/**
 * The web versions of the issues whose sending began, compiled when the first reader asks for one. What was compiled stays
 * as it is until the program ends.
 * @param failed receives the reason why the issue of a week cannot be compiled
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
    for (const old of [...kept.keys()].slice(0, -maxCompiledIssues)) kept.delete(old);
    return known.catch((cause: unknown) => {
      kept.delete(week);
      throw cause;
    });
  };
  let lately = { at: Number.NEGATIVE_INFINITY, weeks: Promise.resolve<string[]>([]) };
  /** The weeks whose sending began, the newest first. */
  const begunWeeks = (): Promise<string[]> => {
    if (performance.now() - lately.at > recheckAfterMs) {
      const weeks = store.ledger.runs().then(runs =>
        runs
          .map(({ week }) => week)
          .sort()
          .reverse(),
      );
      lately = { at: performance.now(), weeks };
      weeks.catch(() => {
        lately.at = Number.NEGATIVE_INFINITY;
      });
    }
    return lately.weeks;
  };
  const entries = new Map<string, Promise<PastIssue | undefined>>();
  const entryOf = (week: string, language: string): Promise<PastIssue | undefined> => {
    const path = `${week}/${language}/`;
    const known = entries.get(path) ?? makeEntry(week, language, path);
    entries.set(path, known);
    return known;
  };
  const makeEntry = async (week: string, language: string, path: string): Promise<PastIssue | undefined> => {
    const { value: issue } = await loadIssue(folder, issuePath(week), publication);
    if (issue === undefined) return undefined;
    const { subject, fields, number, date } = makeEdition({ publication, issue, locales }, language);
    return { subject: fillSlots(subject.text, { fields: valuesFor(fields) }), number, date, path };
  };
  return {
    async past(language) {
      const weeks = await begunWeeks();
      const entries = await Promise.all(weeks.slice(0, listedIssues).map(week => entryOf(week, language)));
      return entries.flatMap(entry => entry ?? []);
    },
    async page(week, language) {
      return (await versionsOf(week)).find(version => version.language === language)?.html;
    },
    async image(week, filename) {
      return (await versionsOf(week)).flatMap(({ images }) => images).find(image => image.filename === filename);
    },
  };
}

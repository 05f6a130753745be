import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Draft, ImportProblem } from '../../import/draft.ts';
import { insertDraft } from '../../import/insert-draft.ts';
import { groupTranslations } from '../../import/pair-drafts.ts';
import { issuePath, namedWeek } from '../../issue/issue-files.ts';
import type { Publication } from '../../publication/schema.ts';
import { suggestion } from '../../source/nearest.ts';
import { type Checked, problemIn } from '../../source/problem.ts';
import { readSource } from '../../source/read-source.ts';
import { parseYaml } from '../../source/yaml/parse-yaml.ts';
import { counted, t } from '../../wording/wording.ts';
import { loadIssues, loadNewsletter, type Newsletter } from '../compile/newsletter.ts';
import { withAlternates } from './import-feed.ts';
import { draftsFrom, type ImportSource, type SourceOptions } from './import-source.ts';

export type ImportOptions = SourceOptions & {
  /** The issue to add to; the newest draft if none is named. */
  issue?: string;
};

/** Articles that were added to an issue as drafts. */
export type ImportedArticles = {
  issue: string;
  added: { id: string; title: string; language: string }[];
  /** What the editor should know: items that could not be imported, languages that the publication does not have. */
  told: string[];
};

/**
 * Adds pages, saved pages, pasted texts or items of feeds to an issue, as drafts of articles. Articles that are translations of each
 * other become one. An article that the issue has already, by its link and title, is left out.
 */
export async function importArticles(
  folder: string,
  sources: readonly ImportSource[],
  options: ImportOptions,
  now: Date,
): Promise<Checked<ImportedArticles>> {
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return { problems: newsletter.problems };
  const { publication } = newsletter.value;
  const week = (options.issue && namedWeek(options.issue)) ?? (await newestDraft(newsletter.value));
  const refused = (message: string, hint: string) => ({
    problems: [problemIn(sources[0]?.from ?? '', { rule: 'import', severity: 'error' as const, message, hint })],
  });
  if (week === undefined)
    return refused(
      t('There is no draft to add it to.'),
      t('Make one with `hebdo new`, or name an issue with --issue.'),
    );
  const path = issuePath(week);
  const source = await readSource(folder, path);
  if (source.value === undefined) return { problems: source.problems };
  const unknown = sources.find(
    ({ language }) => language !== undefined && !publication.languages.includes(language),
  )?.language;
  if (unknown !== undefined)
    return refused(
      t("`%{language}` is not one of the publication's languages (%{languages}).", {
        language: unknown,
        languages: publication.languages.join(', '),
      }),
      suggestion(unknown, publication.languages),
    );
  const parsed = parseYaml(source.value);
  if (parsed.value === undefined) return { problems: [...source.problems, ...parsed.problems] };
  const issue = parsed.value.value;
  try {
    const drafts: Draft[] = [];
    const told: string[] = [];
    for (const one of sources) {
      const found = await draftsFrom(one, publication, options, now);
      drafts.push(...found.drafts);
      told.push(...found.told);
    }
    const fresh = drafts.filter(draft => !isIn(issue, draft));
    if (fresh.length < drafts.length)
      told.push(
        t('%{articles} left out: the issue has them already.', {
          articles: counted(drafts.length - fresh.length, 'article', 'articles'),
        }),
      );
    let { text } = source.value;
    const added: ImportedArticles['added'] = [];
    for (const [draft, ...translations] of await translationsOf(fresh, publication)) {
      if (draft === undefined) continue;
      const { id, ...inserted } = insertDraft(text, draft, publication, translations);
      text = inserted.text;
      added.push(...[draft, ...translations].map(({ title, language }) => ({ id, title, language })));
    }
    if (parseYaml({ path, text }).value === undefined) throw new Error(`adding to ${path} would break it`);
    // Beside it first: a file cut off in the middle of writing would be lost.
    await writeFile(join(folder, `${path}.hebdo-new`), text);
    await rename(join(folder, `${path}.hebdo-new`), join(folder, path));
    return { value: { issue: week, added, told }, problems: [] };
  } catch (cause) {
    if (cause instanceof ImportProblem) return refused(cause.message, cause.hint);
    throw cause;
  }
}

/** The drafts, each with its translations. The pages of those that seem to have none are asked for them. */
async function translationsOf(drafts: readonly Draft[], { languages }: Publication): Promise<Draft[][]> {
  const groups = groupTranslations(drafts, languages);
  const alone = groups.filter(({ length }) => length === 1).flat();
  const unasked = alone.filter(({ alternates }) => alternates === undefined);
  if (new Set(alone.map(({ language }) => language)).size < 2 || unasked.length === 0) return groups;
  const asked = new Map((await withAlternates(unasked)).map((draft, i) => [unasked[i], draft]));
  return groupTranslations(
    drafts.map(draft => asked.get(draft) ?? draft),
    languages,
  );
}

const texts = z.union([z.string(), z.record(z.string(), z.string())]).catch('');
/** The links and titles of the articles of an issue file. */
const issueArticles = z.object({ articles: z.array(z.object({ url: texts, title: texts })) }).catch({ articles: [] });

/** Whether an issue has an article with the draft's link and title. */
const isIn = (issue: unknown, { url, title }: Draft): boolean =>
  issueArticles
    .parse(issue)
    .articles.some(one => valuesOf(one.url).includes(url ?? '') && valuesOf(one.title).includes(title));

const valuesOf = (text: z.output<typeof texts>): string[] => (typeof text === 'string' ? [text] : Object.values(text));

async function newestDraft(newsletter: Newsletter): Promise<string | undefined> {
  const issues = await loadIssues(newsletter);
  return issues.find(({ issue }) => (issue.value ?? issue.salvaged)?.status === 'draft')?.week;
}

import { appendFile } from 'node:fs/promises';
import { runStatus } from '../app/send/run-status.ts';
import type { Problem } from '../source/problem.ts';
import { deliveryStates } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { number, t } from '../wording/wording.ts';
import type { Context } from './context.ts';
import { githubAnnotations } from './formats.ts';
import { nameOf } from './names.ts';

/** The same context for a job on GitHub: problems become annotations, and all words go to the job's log. */
export function onGithub(context: Context): Context {
  return {
    ...context,
    json: false,
    async refuse(problems, so) {
      annotate(problems);
      return context.refuse(problems, so);
    },
  };
}

/** Shows problems at their lines. */
export const annotate = (problems: readonly Problem[]): void => {
  process.stdout.write(githubAnnotations(problems));
};

/** Adds each issue's deliveries to the job's page (`GITHUB_STEP_SUMMARY`), as a table and a chart. */
export async function writeJobSummary(
  { env, now }: Context,
  store: Store,
  weeks: readonly string[],
  next: string,
): Promise<void> {
  const path = env.GITHUB_STEP_SUMMARY;
  if (!path) return;
  const parts: string[] = [];
  for (const week of weeks) parts.push(await summaryOf(store, week, now()));
  await appendFile(path, `${[...parts, next].join('\n\n')}\n`);
}

async function summaryOf(store: Store, week: string, now: Date): Promise<string> {
  const report = await runStatus(store, week, now);
  if (report === undefined) return `## ${week}\n\n${t('Nothing was sent.')}`;
  const { editions } = report.plan;
  const states = deliveryStates.filter(state => editions.some(edition => (edition.states[state] ?? 0) > 0));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [
    line([t('language'), ...states.map(nameOf)]),
    line(['---', ...states.map(() => '---:')]),
    ...editions.map(({ language, states: counts }) =>
      line([language, ...states.map(state => number(counts[state] ?? 0))]),
    ),
  ].join('\n');
  const slices = states.map(state => {
    const count = editions.reduce((sum, edition) => sum + (edition.states[state] ?? 0), 0);
    return `  "${nameOf(state)}" : ${count}`;
  });
  // One slice says no more than the table.
  const chart = slices.length > 1 ? `\n\n\`\`\`mermaid\npie showData title ${week}\n${slices.join('\n')}\n\`\`\`` : '';
  return `## ${week}\n\n${table}${chart}`;
}

import { Temporal } from 'temporal-polyfill';
import { dueVerdict } from '../../delivery/due.ts';
import { hasErrors } from '../../source/problem.ts';
import type { Durability } from '../../store/sqlite.ts';
import { compileApart } from '../compile-apart.ts';
import { type Context, type ExitCode, exit } from '../context.ts';
import { spareMemory } from '../memory.ts';
import { loadIssues, loadNewsletter } from '../newsletter.ts';
import { run } from '../run.ts';
import { sendSettings, transportOf } from '../settings.ts';

/** `hebdo send --due`: every ready issue whose time has come, once, and none whose time is long gone. */
export async function sendDue(
  context: Context,
  { connections, rate, durability }: { connections?: number; rate?: number; durability: Durability },
  signal: AbortSignal,
): Promise<ExitCode> {
  spareMemory();
  const { terminal, refuse, now } = context;
  const newsletter = await loadNewsletter(context.folder);
  if (newsletter.value === undefined) return refuse(newsletter.problems);
  const { publication } = newsletter.value;
  const store = await context.openStore(durability);
  try {
    let worst: ExitCode = exit.done;
    const due: string[] = [];
    for (const { week, issue } of (await loadIssues(newsletter.value)).reverse()) {
      if (hasErrors(issue.problems)) {
        // A draft may be as broken as it likes; an issue that was to be sent may not.
        if (issue.salvaged?.status !== 'draft') worst = await refuse(issue.problems);
        continue;
      }
      if (issue.value === undefined) continue;
      const finished = (await store.ledger.run(week))?.finishedAt !== undefined;
      const verdict = dueVerdict(
        issue.value,
        publication,
        finished,
        Temporal.Instant.fromEpochMilliseconds(now().getTime()),
      );
      if (verdict.kind === 'due') due.push(week);
      else if (verdict.kind === 'waiting') terminal.say(`  ${week} waits until ${verdict.at}.`);
      else if (verdict.kind === 'too-late')
        terminal.say(
          `  ${week} was due at ${verdict.at}, longer ago than schedule.max_lateness allows: it is not sent by itself. To send it all the same: hebdo send ${week}`,
        );
    }
    if (due.length === 0) {
      terminal.say('  No issue is due.');
      if (context.json) context.print({ due });
      return worst;
    }
    const settings = await sendSettings(context.folder, context.env);
    if (settings.value === undefined) return refuse(settings.problems);
    for (const week of due) {
      const compiled = await compileApart('issue', context.folder, week);
      if (compiled.value === undefined) {
        worst = await refuse(compiled.problems);
        continue;
      }
      const code = await run(context, {
        sendable: compiled.value,
        store,
        transport: await transportOf(settings.value),
        sender: settings.value.sender,
        connections,
        rate,
        signal,
      });
      if (code !== exit.done) worst = code;
      if (code === exit.interrupted) break;
    }
    return worst;
  } finally {
    await store.close();
  }
}

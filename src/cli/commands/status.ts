import { planRun } from '../../delivery/plan.ts';
import { deliveryStates } from '../../store/schema.ts';
import { type Context, type ExitCode, exit } from '../context.ts';
import { showFailures } from '../terminal/deliveries.ts';
import { table } from '../terminal/table.ts';

/** `hebdo status [ISSUE]`: what the ledger says. */
export async function status(context: Context, named: string | undefined): Promise<ExitCode> {
  const { terminal, json, print } = context;
  const store = await context.openStore();
  try {
    if (named === undefined) {
      const runs = await store.ledger.runs();
      if (json) print({ runs });
      else if (runs.length === 0) terminal.say('  No issue has been sent yet.');
      else {
        const rows = runs.map(({ week, startedAt, finishedAt }) => [week, startedAt, finishedAt ?? 'not finished']);
        terminal.say(table(terminal, [{ heading: 'issue' }, { heading: 'begun' }, { heading: 'finished' }], rows));
      }
      return exit.done;
    }
    const week = named.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
    const { begun, editions } = await planRun(store, week, []);
    if (json) {
      const troubled = await store.ledger.list(week, ['failed', 'uncertain', 'deferred', 'skipped'], 1_000_000);
      print({ week, begun: begun ?? null, editions, troubled });
      return exit.done;
    }
    if (begun === undefined) {
      terminal.say(`  The sending of ${week} has not begun.`);
      return exit.done;
    }
    const states = deliveryStates.filter(state => editions.some(edition => (edition.states[state] ?? 0) > 0));
    const columns = [{ heading: 'language' }, ...states.map(heading => ({ heading, numeric: true }))];
    const rows = editions.map(({ language, states: counts }) => [
      language,
      ...states.map(state => (counts[state] ?? 0).toLocaleString('en')),
    ]);
    terminal.say(
      `  ${week}: begun ${begun.startedAt}, ${begun.finishedAt === undefined ? 'not finished' : `finished ${begun.finishedAt}`}`,
    );
    terminal.say(table(terminal, columns, rows));
    await showFailures(terminal, store, week);
    return exit.done;
  } finally {
    await store.close();
  }
}

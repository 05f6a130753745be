import { styleText } from 'node:util';
import { examine } from '../../../app/doctor/examine.ts';
import type { Finding } from '../../../app/doctor/finding.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { withEvents } from '../../terminal/events.ts';

/** `hebdo doctor`: whether all is set up for sending, and what to do where it is not. */
export async function doctor(context: Context, dnsServer: string | undefined): Promise<ExitCode> {
  const { terminal, json, print, refuse } = context;
  const { value: findings, problems } = await examine(withEvents(context), dnsServer);
  if (findings === undefined) return refuse(problems);
  const hasErrors = findings.some(({ state }) => state === 'error');
  if (json) print('doctor', { findings });
  else {
    show(context, findings);
    terminal.say(hasErrors ? t('\n  Correct the errors before you send.') : t('\n  Everything is ready for sending.'));
  }
  return hasErrors ? exit.problems : exit.done;
}

const marks = { ok: ['✓', 'green'], warning: ['!', 'yellow'], error: ['✗', 'red'], skipped: ['–', 'dim'] } as const;

function show({ terminal }: Context, findings: readonly Finding[]): void {
  const { stream } = terminal;
  for (const { about, state, words, remedy } of findings) {
    const [mark, colour] = marks[state];
    terminal.say(
      `  ${styleText(colour, mark, { stream })} ${t('%{label}: %{words}', { label: styleText('bold', about, { stream }), words })}`,
    );
    if (remedy !== undefined) terminal.say(`    → ${remedy}`);
  }
}

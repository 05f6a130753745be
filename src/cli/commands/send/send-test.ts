import { outcomeWords, sendTestCopies } from '../../../app/send/test-copy.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { withEvents } from '../../terminal/events.ts';

/** `hebdo send ISSUE --to ADDRESS…`: a test copy of each edition, or of one. */
export async function sendTest(
  context: Context,
  named: string,
  to: readonly string[],
  language: string | undefined,
): Promise<ExitCode> {
  const result = await sendTestCopies(withEvents(context), named, to, language);
  if (result.copies === undefined) return context.refuse(result.problems);
  if (context.json)
    context.print('send --to', { to: [...new Set(result.copies.map(copy => copy.to))], results: result.copies });
  else
    for (const copy of result.copies)
      context.terminal.say(
        t('  %{address} (%{language}): %{what}', {
          address: copy.to,
          language: copy.language,
          what: outcomeWords(copy),
        }),
      );
  return result.copies.every(({ outcome }) => outcome === 'accepted') ? exit.done : exit.world;
}

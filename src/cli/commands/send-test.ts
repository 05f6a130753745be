import { nobody } from '../../message/recipient.ts';
import { problemIn } from '../../source/problem.ts';
import { checkAddress } from '../../subscribers/address.ts';
import { type Context, type ExitCode, exit } from '../context.ts';
import { compileIssue, loadNewsletter } from '../newsletter.ts';
import { sendSettings } from '../settings.ts';

/**
 * `hebdo send ISSUE --to ADDRESS`: a copy of each edition (or of one) to one address, marked as a test. It leaves no
 * trace in the ledger, and its links belong to nobody, so that trying them out changes nothing.
 */
export async function sendTest(
  context: Context,
  named: string,
  to: string,
  language: string | undefined,
): Promise<ExitCode> {
  const { terminal, refuse, json, print, now } = context;
  const newsletter = await loadNewsletter(context.folder);
  if (newsletter.value === undefined) return refuse(newsletter.problems);
  const compiled = await compileIssue(newsletter.value, named);
  if (compiled.value === undefined) return refuse(compiled.problems);
  const settings = sendSettings(context.env);
  if (settings.value === undefined) return refuse(settings.problems);
  const { address, why } = checkAddress(to);
  if (address === undefined)
    return refuse([
      problemIn('--to', { rule: 'usage', severity: 'error', message: `${to}: ${why}.`, hint: 'Name one address.' }),
    ]);
  const editions = compiled.value.editions.filter(({ email }) => language === undefined || email.language === language);
  if (editions.length === 0) {
    const there = compiled.value.editions.map(({ email }) => email.language).join(', ');
    return refuse([
      problemIn('--language', {
        rule: 'usage',
        severity: 'error',
        message: `There is no edition in \`${language}\`.`,
        hint: `There are: ${there}.`,
      }),
    ]);
  }
  const [{ smtpTransport }, { composeMessage }] = await Promise.all([
    import('../../delivery/smtp.ts'),
    import('../../message/message.ts'),
  ]);
  const { smtp } = settings.value;
  const sender = { ...settings.value.sender, publication: newsletter.value.publication };
  const session = await smtpTransport(smtp).open();
  const results: { language: string; outcome: string; words: string }[] = [];
  try {
    for (const { email } of editions) {
      const recipient = { id: nobody, address };
      const message = await composeMessage(email, recipient, sender, now(), { subjectPrefix: '[Test] ' });
      const outcome = await session.send(message, () => Promise.resolve(true));
      results.push({ language: email.language, outcome: outcome.kind, words: 'words' in outcome ? outcome.words : '' });
    }
  } finally {
    session.close();
  }
  if (json) print({ to: address, results });
  else for (const result of results) terminal.say(`  ${result.language}: ${result.outcome} ${result.words}`);
  return results.every(({ outcome }) => outcome === 'accepted') ? exit.done : exit.world;
}

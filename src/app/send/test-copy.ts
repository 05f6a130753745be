import type { Outcome } from '../../delivery/smtp/transport.ts';
import { testRecipientId } from '../../message/recipient.ts';
import { errorText } from '../../source/error-text.ts';
import { ownValue } from '../../source/own.ts';
import { type Problem, problemIn } from '../../source/problem.ts';
import { checkAddress } from '../../subscribers/address.ts';
import { languageName, t } from '../../wording/wording.ts';
import { compileIssue, loadNewsletter } from '../compile/newsletter.ts';
import type { AppContext } from '../context.ts';
import { sendSettings, transportOf } from '../settings/send-settings.ts';

/** How a test copy in one language, to one address, ended. */
export type TestCopy = { to: string; language: string; outcome: Outcome['kind']; words: string };

/** How the attempt to send a test copy ended, and the server's words, in the language of this process. */
export const outcomeWords = ({ outcome, words }: TestCopy): string => {
  const names: Record<Outcome['kind'], string> = {
    accepted: t('accepted'),
    deferred: t('deferred'),
    refused: t('refused'),
    lost: t('connection lost'),
    uncertain: t('uncertain'),
    withdrawn: t('withdrawn'),
  };
  return `${names[outcome]} ${words}`;
};

/**
 * Sends a copy of each edition (or of one) to some addresses, marked as a test. It leaves no trace in the ledger, and its
 * links belong to no reader, so that trying them out changes nothing. A draft is sent with placeholders for missing texts.
 * @param to addresses, and names of groups in `test_readers`
 * @returns what the server said to each, or why none could be sent
 */
export async function sendTestCopies(
  { folder, env, now }: AppContext,
  named: string,
  to: readonly string[],
  language?: string,
): Promise<{ copies: TestCopy[] } | { copies?: undefined; problems: Problem[] }> {
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return { problems: newsletter.problems };
  const compiled = await compileIssue(newsletter.value, named, undefined, { allowsHoles: true });
  if (compiled.value === undefined) return { problems: compiled.problems };
  const settings = await sendSettings(folder, env);
  if (settings.value === undefined) return { problems: settings.problems };
  const usage = (file: string, message: string, hint: string) => ({
    problems: [problemIn(file, { rule: 'usage', severity: 'error' as const, message, hint })],
  });
  const { test_readers } = newsletter.value.publication;
  const addresses = new Set<string>();
  for (const name of to.flatMap(one => ownValue(test_readers, one) ?? [one])) {
    const { address, why } = checkAddress(name);
    if (address === undefined)
      return usage(
        '--to',
        t('%{name}: %{why}.', { name, why: why ?? '' }),
        Object.keys(test_readers).length === 0
          ? t('Name addresses, with commas between.')
          : t('Name addresses, with commas between, or groups of test_readers: %{groups}.', {
              groups: Object.keys(test_readers).join(', '),
            }),
      );
    addresses.add(address);
  }
  const editions = compiled.value.editions.filter(({ email }) => language === undefined || email.language === language);
  if (editions.length === 0) {
    const there = compiled.value.editions.map(({ email }) => email.language).join(', ');
    return usage(
      '--language',
      t('There is no edition in `%{language}`.', { language: language ?? '' }),
      t('There are: %{there}.', { there }),
    );
  }
  const { messageMaker } = await import('../../message/message.ts');
  const sender = { ...settings.value.sender, publication: newsletter.value.publication };
  const session = await (await transportOf(settings.value)).open();
  const copies: TestCopy[] = [];
  try {
    for (const { email, address } of editions.flatMap(({ email: one }) =>
      [...addresses].map(address => ({ email: one, address })),
    )) {
      const recipient = { id: testRecipientId, address };
      const message = await messageMaker(email, sender, { subjectPrefix: '[Test] ' })(recipient, now());
      const outcome = await session.send(message, () => Promise.resolve(true));
      copies.push({
        to: address,
        language: email.language,
        outcome: outcome.kind,
        words: 'words' in outcome ? outcome.words : '',
      });
    }
  } finally {
    session.close();
  }
  return { copies };
}

/** The same for the preview page: whether all were sent, and if not, why, in sentences for the editor. */
export async function testCopies(
  context: AppContext,
  week: string,
  address: string,
  language?: string,
): Promise<{ sent: boolean; words: string }> {
  try {
    const result = await sendTestCopies(context, week, address.split(/[\s,;]{1,5}/).filter(Boolean), language);
    const reasons =
      result.copies === undefined
        ? result.problems
            .filter(({ severity }) => severity === 'error')
            .map(({ message, hint }) => `${t('Not sent.')} ${message} ${hint}`)
        : result.copies.filter(({ outcome }) => outcome !== 'accepted').map(reasonOf);
    return { sent: reasons.length === 0, words: reasons.join('\n') };
  } catch (cause) {
    return { sent: false, words: `${t('Not sent.')} ${errorText(cause)}` };
  }
}

/** Why a test copy was not sent, as a sentence. */
function reasonOf({ to, language, outcome, words }: TestCopy): string {
  const values = { address: to, language: languageName(language), words };
  if (outcome === 'deferred')
    return t('Not sent to %{address} in %{language}: the server does not take it now (%{words}).', values);
  if (outcome === 'uncertain')
    return t(
      'Perhaps sent to %{address} in %{language}: the connection was lost before the answer (%{words}).',
      values,
    );
  if (outcome === 'lost')
    return t('Not sent to %{address} in %{language}: the connection was lost (%{words}).', values);
  return t('Not sent to %{address} in %{language}: the server refuses it (%{words}).', values);
}

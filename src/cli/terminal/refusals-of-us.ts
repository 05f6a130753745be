import type { RefusalsOfUs } from '../../app/readers/refusals-of-us.ts';
import type { PolicyCause } from '../../replies/policy-cause.ts';
import { t } from '../../wording/wording.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

/** What to do about a refusal of us. */
const advice: Record<PolicyCause, string> = {
  block_list: t('Your IP address is on a block list: look it up there, remove the cause, and ask for removal.'),
  reverse_dns: t('Give your IP address a PTR record whose name leads back to it, and use that name in HELO.'),
  authentication: t('SPF, DKIM or DMARC failed: run hebdo doctor.'),
  size: t('The message is too large: use images: hosted.'),
  rate: t('Send more slowly to this provider (sending.domains, sending.warm_up in hebdo.yaml).'),
  content: t(
    "The provider takes the mail for spam: check its links and wording, and join the provider's feedback loop.",
  ),
  other: t("Send the provider's postmaster these words, and ask for the reason."),
};

const maxShownProviders = 10;
const maxShownWords = 60;

/** Shows who refuses us, what to do, and warns of providers that do so several times in a row. */
export function showRefusalsOfUs(terminal: Terminal, refusals: readonly RefusalsOfUs[]): void {
  if (refusals.length === 0) return;
  const shown = refusals.slice(0, maxShownProviders);
  const columns = [{ heading: t('refused by') }, { heading: t('mails'), numeric: true }, { heading: t('words') }];
  const rows = shown.map(({ provider, count, words }) => [
    provider,
    String(count),
    (words ?? '').slice(0, maxShownWords),
  ]);
  terminal.say(
    `\n${t('  Servers that refuse the sender (no reader is suppressed for this):')}\n${table(terminal, columns, rows)}`,
  );
  for (const [cause, providers] of Map.groupBy(shown, one => one.cause))
    terminal.say(
      `  ${t('%{label}: %{words}', { label: providers.map(({ provider }) => provider).join(', '), words: advice[cause] })}`,
    );
  const persistent = refusals.filter(({ isPersistent }) => isPersistent).map(({ provider }) => provider);
  if (persistent.length > 0)
    terminal.say(
      t('  Warning: refused several times in a row by %{persistent}. Further mail harms your reputation.', {
        persistent: persistent.join(', '),
      }),
    );
}

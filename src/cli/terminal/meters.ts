import type { EditionSize } from '../../app/write/check.ts';
import { gmailClipBytes } from '../../email/email.ts';
import { t } from '../../wording/wording.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

const barChars = 24;

/** How much of what Gmail shows each edition takes. */
export function showSizes(terminal: Terminal, sizes: readonly EditionSize[]): void {
  if (sizes.length === 0) return;
  const rows = sizes.map(({ week, language, bytes }) => {
    const filled = Math.min(barChars, Math.round((bytes / gmailClipBytes) * barChars));
    return [
      week,
      language,
      `${'█'.repeat(filled)}${'░'.repeat(barChars - filled)}`,
      t('%{size} of %{limit} KB', { size: (bytes / 1024).toFixed(0), limit: gmailClipBytes / 1024 }),
    ];
  });
  const columns = [
    { heading: t('issue') },
    { heading: t('edition') },
    { heading: t('of what Gmail shows') },
    { heading: '', numeric: true },
  ];
  terminal.say(`${table(terminal, columns, rows)}\n`);
}

import type { Checked } from '../source/problem.ts';
import { addressKey } from '../store/address.ts';
import type { SuppressionEntry } from '../store/imports/entry.ts';
import type { Suppressions } from '../store/subscribers/suppressions.ts';
import { checkAddress } from './address.ts';
import { csvRow } from './export.ts';
import { UnreadableList } from './list/line.ts';
import { readSuppressions } from './list/read-list.ts';

/** The outcomes of an import. `rejected` are the lines that were left out, and why. */
type SuppressionReport = { added: number; known: number; rejected: { line: number; why: string }[] };

/** Every suppression as lines of CSV, which `import` reads again. */
export async function* exportSuppressions(suppressions: Suppressions): AsyncGenerator<string> {
  yield 'email,reason,since\n';
  for await (const { address_key, reason, created_at } of suppressions.all())
    yield csvRow([address_key, reason, created_at]);
}

/**
 * Imports a file of addresses that must not be mailed, all or nothing. An invalid line is left out and reported.
 * @param reason for lines without a reason
 */
export async function importSuppressions(
  suppressions: Suppressions,
  path: string,
  reason: string,
  now: Date,
): Promise<Checked<SuppressionReport>> {
  const report: SuppressionReport = { added: 0, known: 0, rejected: [] };
  async function* entries(): AsyncGenerator<SuppressionEntry> {
    for await (const { line, ...read } of readSuppressions(path)) {
      const { address, why } = read.email === undefined ? { why: read.why } : checkAddress(read.email);
      if (address === undefined) report.rejected.push({ line, why });
      else yield { addressKey: addressKey(address), reason: ('reason' in read && read.reason) || reason };
    }
  }
  try {
    await suppressions.upsert(entries(), now, added => {
      report[added ? 'added' : 'known']++;
    });
  } catch (cause) {
    if (cause instanceof UnreadableList) return { problems: [cause.problem] };
    throw cause;
  }
  return { value: report, problems: [] };
}

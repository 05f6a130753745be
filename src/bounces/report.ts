import { codeIn, mostPreciseCodeIn, precisionOf } from '../replies/status-codes.ts';
import { addressIn } from './addresses.ts';
import type { Mail } from './mail.ts';
import { fieldIn, unfold } from './mime/header.ts';

/** The fields of a delivery report about one recipient. */
export type Failure = { action?: string; code?: string; words?: string; recipient?: string };

/** Actions that are no failure (RFC 3464 section 2.3.3). An unknown one, such as `expired`, is. */
const goodActions = ['delivered', 'relayed', 'expanded'];

/** Whether a report is about a delivery that succeeded. */
export const isSuccess = ({ action, code }: Failure): boolean =>
  action === undefined ? code?.startsWith('2') === true : goodActions.includes(action);

/** Whether a text has the fields of a delivery report. */
export const hasReportFields = (text: string): boolean =>
  /^(final|original)-recipient:/im.test(text) && /^(action|status|diagnostic-code):/im.test(text);

/** What a delivery report says of the first failed recipient, else of a late one, else of the first. It may also be in the text. */
export function reportedFailure({ reports, text }: Mail): Failure | undefined {
  const fields = reports.filter(({ type }) => type === 'delivery-status').map(one => one.fields);
  const found = fields.flatMap(failuresIn);
  const failures =
    found.length > 0 || !/^(final-recipient|action):/im.test(text)
      ? found
      : unfold(text)
          .split(/\n\s*\n/)
          .flatMap(failureIn);
  const named = failures.find(one => one.recipient !== undefined);
  const first =
    failures.find(one => one.action === 'failed') ??
    failures.find(one => one.action !== undefined && one.action !== 'delayed' && !isSuccess(one)) ??
    failures.find(one => one.action === 'delayed') ??
    named ??
    failures[0];
  // Some put an empty line between the recipient and the rest.
  return first && { ...first, recipient: first.recipient ?? named?.recipient };
}

const failuresIn = (fields: string): Failure[] =>
  fields
    // A line that is no field goes on with the one before, also where it is not indented.
    .replace(/\n(?![ \t\r]*(?:\n|$)|[\w-]{1,60}[ \t]?:)/g, ' ')
    .split(/\n\s*\n/)
    .flatMap(failureIn);

function failureIn(group: string): Failure[] {
  const status = /\b([245]\.\d{1,3}\.\d{1,3})/.exec(fieldIn(group, 'status') ?? '')?.[1];
  const recipient = addressIn(fieldIn(group, 'original-recipient')) ?? addressIn(fieldIn(group, 'final-recipient'));
  // PowerMTA's category stands for words that say nothing.
  const category = fieldIn(group, 'x-powermta-bouncecategory');
  const diagnostic = fieldIn(group, 'diagnostic-code')?.replace(/^[\w-]+\s*;\s*/, '') ?? '';
  const said = category === undefined ? diagnostic : `${diagnostic} (${category})`.trim();
  const action = /\w+/.exec(fieldIn(group, 'action') ?? '')?.[0]?.toLowerCase();
  if (status === undefined && recipient === undefined && action === undefined) return [];
  return [{ action, code: codeOf(status, said), words: said === '' ? undefined : said, recipient }];
}

/** The status of a report, unless the server's words have a code that says more: a status like 5.0.0 only means a failure. */
function codeOf(status: string | undefined, said: string): string | undefined {
  const own = mostPreciseCodeIn(status ?? '');
  const spoken = mostPreciseCodeIn(said);
  if (own === undefined || precisionOf(own) === 0) return codeIn(said) ?? status;
  return spoken !== undefined && precisionOf(spoken) > precisionOf(own) ? spoken.code : status;
}

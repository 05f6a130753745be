import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { instantIn, mondayOf, sendTime } from '../../../publication/send-time.ts';
import { said, t } from '../../../wording/wording.ts';
import { issuePath, listWeeks } from '../../issue-files.ts';
import type { Finding, Rule } from '../rule.ts';

/** Days before the Monday of an issue's week, and after it, within which it is sent. */
const maxDaysBefore = 7;
const maxDaysAfter = 14;
const dayMs = 86_400_000;

/** Reports a `send_at` that does not exist, or is unlikely. */
export const sendAt: Rule = {
  id: 'send-at',
  severity: 'error',
  doc: {
    finds:
      'a `send_at` that does not exist in the time zone of the publication, occurs twice, is over, is far from the week of the issue, or is that of another issue; an event that is over by then',
    why: 'The issue could not be sent at that time, or would be sent at another than you mean.',
    wrong: 'send_at: 2026-03-29 02:30   # summer time skips this hour in Paris',
    right: 'send_at: 2026-03-29 08:00',
  },
  async find({ folder, issue, publication, now }) {
    const { send_at: text, week, status } = issue;
    if (text === undefined) return [];
    const time = sendTime(issue, publication.time_zone);
    const finding = (said: Pick<Finding, 'message' | 'values'>, hint: string, isError = false): Finding[] => [
      { path: ['send_at'], ...said, hint, ...(isError ? {} : { severity: 'warning' }) },
    ];
    const values = { sendAt: text, zone: publication.time_zone };
    if (time === undefined && /^\d{4}-\d{2}-\d{2}$/.test(text))
      return finding(
        said('`%{sendAt}` has no time of day.', values),
        t('Write it like 2026-11-27 08:00, or 2026-11-27 08:00 local (summer time skips an hour in spring).'),
        true,
      );
    if (time === undefined)
      return finding(
        said('`%{sendAt}` is not a time that exists in %{zone}.', values),
        t('Write it like 2026-11-27 08:00, or 2026-11-27 08:00 local (summer time skips an hour in spring).'),
        true,
      );
    const at = time.in(publication.time_zone);
    const monday = mondayOf(week)?.toZonedDateTime(publication.time_zone).toInstant();
    if (monday !== undefined) {
      const days = (at.epochMilliseconds - monday.epochMilliseconds) / dayMs;
      if (days < -maxDaysBefore || days > maxDaysAfter)
        return finding(
          said('`%{sendAt}` is far from the week of the issue, %{week}, which begins on %{monday}.', {
            ...values,
            week,
            monday: String(mondayOf(week)),
          }),
          t('Check year, month and day.'),
        );
      const isToCome = monday.epochMilliseconds > now.getTime();
      if (at.epochMilliseconds < now.getTime() && (isToCome || (status === 'draft' && isThisWeek(monday, now))))
        return finding(said('`%{sendAt}` is over.', values), t('Write a time that is still to come.'));
    }
    const { event } = issue;
    if (event !== undefined && instantIn(event.starts, publication.time_zone).epochMilliseconds < at.epochMilliseconds)
      return [
        {
          path: ['event', 'starts'],
          severity: 'warning',
          ...said('The event begins before the issue is sent (%{sendAt}).', values),
          hint: t('Check year, month and day.'),
        },
      ];
    const other = await issueAt(folder, text, week);
    if (other !== undefined)
      return finding(
        said('The issue %{week} has this `send_at` too.', { week: other }),
        t('Give each issue its own time.'),
      );
    if (!time.isLocal && isTwice(text, publication.time_zone))
      return finding(
        said('The hour of `%{sendAt}` occurs twice in %{zone}: clocks are put back.', values),
        t('Take another hour, or add the offset: 2026-10-25 02:30+01:00.'),
      );
    return [];
  },
};

/** The issue of a week near to another whose file has the same `send_at`. The files are searched, not parsed: that would take seconds. */
async function issueAt(folder: string, sendAt: string, week: string): Promise<string | undefined> {
  const monday = mondayOf(week);
  const near = (await listWeeks(folder)).filter(
    other => other !== week && Math.abs(monday?.until(mondayOf(other) ?? monday).days ?? maxNearDays) < maxNearDays,
  );
  const line = new RegExp(`^send_at: *["']?${RegExp.escape(sendAt)}["']? *(?:#.*)?$`, 'm');
  for (const other of near) {
    const text = await readFile(join(folder, issuePath(other)), 'utf8').catch(() => '');
    if (line.test(text.slice(0, maxHeadChars))) return other;
  }
  return undefined;
}

/** Days between two issues within which one may be a copy of the other. */
const maxNearDays = 22;
/** Characters of an issue's file in which its `send_at` is looked for. */
const maxHeadChars = 100_000;

const isThisWeek = (monday: Temporal.Instant, now: Date): boolean =>
  now.getTime() - monday.epochMilliseconds < 7 * dayMs;

/** Whether a time without an offset occurs twice, in the hour that the end of summer time repeats. */
function isTwice(text: string, timeZone: string): boolean {
  const [, day, clock] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)$/.exec(text) ?? [];
  if (day === undefined) return false;
  const plain = Temporal.PlainDateTime.from(`${day}T${clock}`);
  const [earlier, later] = (['earlier', 'later'] as const).map(disambiguation =>
    plain.toZonedDateTime(timeZone, { disambiguation }).toInstant(),
  );
  return earlier !== undefined && later !== undefined && !earlier.equals(later);
}

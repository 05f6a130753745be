import { Temporal } from 'temporal-polyfill';
import { mondayOf } from '../publication/send-time.ts';
import { t } from '../wording/wording.ts';
import { maxSubjectChars } from './rules/text/subject-length.ts';

/** Friday at eight, if no other issue has a time. */
const defaultSendTime = { weekday: 5, time: '08:00' };

/** The next ISO week, across years and 53rd weeks: `2026-W53` is followed by `2027-W01`. @throws if `week` is invalid */
export function weekAfter(week: string): string {
  const monday = mondayOf(week);
  if (monday === undefined) throw new Error(`${week} is not a week`);
  return weekOf(monday.add({ days: 7 }));
}

/** The ISO week of a day. */
export const weekOf = (day: Temporal.PlainDate): string =>
  `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`;

/**
 * The week of the next issue: the week after the newest issue, but not before the current week.
 * @param weeks the weeks that have an issue
 */
export function nextFreeWeek(weeks: readonly string[], today: Temporal.PlainDate): string {
  const newest = [...weeks].sort().at(-1);
  const after = newest === undefined ? undefined : weekAfter(newest);
  const now = weekOf(today);
  return after === undefined || after < now ? now : after;
}

/**
 * Suggests the `send_at` of a new issue: the most frequent weekday and time of other issues; Friday at eight if there are
 * none.
 * @param past the `send_at` of other issues, as written in their files
 */
export function suggestSendAt(week: string, past: readonly string[]): string {
  const times = past.flatMap(text => {
    const [, day, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?:.* local$)?)/.exec(text) ?? [];
    if (day === undefined || time === undefined) return [];
    try {
      return [{ weekday: Temporal.PlainDate.from(day).dayOfWeek, time }];
    } catch {
      return [];
    }
  });
  const weekday = mostFrequent(times.map(one => one.weekday)) ?? defaultSendTime.weekday;
  const time = mostFrequent(times.map(one => one.time)) ?? defaultSendTime.time;
  return `${mondayOf(week)?.add({ days: weekday - 1 })} ${time}`;
}

function mostFrequent<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/**
 * The text of a new issue file: a draft with every field, each explained in a comment, and empty texts.
 * @param sendAt the value of `send_at`
 * @param languages the publication's languages
 */
export function newIssue(week: string, sendAt: string, languages: readonly string[]): string {
  const texts = (indent = ''): string => languages.map(language => `${indent}  ${language}: ""`).join('\n');
  const commented = (text: string): string => text.replace(/^(?=.)/gm, '# ');
  return `# yaml-language-server: $schema=../schemas/issue.schema.json
week: ${week} # ${t('the ISO week, the same as in the file’s name')}
status: draft # ${t('write ready when it can be sent')}
send_at: ${sendAt} # ${t('in the time zone of hebdo.yaml; with local after it, in the time zone of each reader')}
subject: # ${t('at most %{limit} characters; phones show about 40', { limit: maxSubjectChars })}
${texts()}
preheader: # ${t('continues the subject, in 40 to 130 characters')}
${texts()}
# intro: # ${t('Markdown: paragraphs, *emphasis*, **strong**, [links](https://…), - lists, > quotes')}
${commented(texts().replaceAll('""', '|'))}
articles: # ${t('the first is the lead; `hebdo import URL` adds one')}
  - id: first # ${t('small letters, digits and dashes; unique in the issue')}
    title:
${texts('    ')}
    url: https:// # ${t('where the title leads')}
    # layout: standard # ${t('lead, standard or brief')}
    # categories: [] # ${t('keys of hebdo.yaml')}
    # image: { src: ./images/${week}/name.jpg, alt: { ${languages.map(one => `${one}: ""`).join(', ')} }, credit: { author: "", source: "" } }
    # standfirst: { ${languages.map(one => `${one}: ""`).join(', ')} } # ${t('the standfirst, under the title')}
    # body: # Markdown
    # pull_quote: { ${languages.map(one => `${one}: ""`).join(', ')} } # ${t('a sentence of the text, shown large')}
    # source: { name: "", url: https:// }
    # comments: { url: https://, count: 0 }
    # written_by: human # ${t('ai and ai_assisted are disclosed to readers')}
# outro: # Markdown
`;
}

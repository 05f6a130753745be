import type { RefusalsOfUs } from '../../app/readers/refusals-of-us.ts';
import { escapeHtml } from '../../edition/rich-text.ts';
import { bounceKinds } from '../../store/schema.ts';
import { countedKinds, type IssueStatistics, type KindCounts } from '../../subscribers/issue-statistics.ts';
import { number, t } from '../../wording/wording.ts';
import { nameOf } from '../names.ts';
import { columns } from './columns.ts';
import { htmlPage, moment, section } from './shell.ts';

type ReportedStatistics = IssueStatistics & { refusals: readonly RefusalsOfUs[] };

/** The statistics of an issue as one HTML file that loads nothing. @param timeZone of the times */
export function statisticsPage(
  { week, from, until, languages, days, links, refusals }: ReportedStatistics,
  timeZone: string,
): string {
  const end =
    until === undefined ? t('until now') : t('until the next issue, %{until}', { until: moment(until, timeZone) });
  const title = t('%{week} in numbers', { week });
  const mails = days.filter(({ sent }) => sent > 0).map(day => bar(day, ['sent']));
  const readers = days.map(day => bar(day, ['joined', 'left', ...bounceKinds]));
  return htmlPage(
    title,
    `<h1>${escapeHtml(title)}</h1>
<p class="when">${t('From %{from} %{end}. The numbers are totals; no reader is named.', { from: moment(from, timeZone), end })}</p>
${tiles(languages)}
${section(t('By language'), kindTable(languages))}
${section(t('Sent'), mails.length === 0 ? nothing : columns({ title: t('Messages accepted by servers each day'), heading: t('day'), bars: mails }))}
${section(t('Sign-ups, unsubscribes and bounces'), readers.length === 0 ? nothing : `${legend(days)}${columns({ title: t('Sign-ups, unsubscribes and bounces each day'), heading: t('day'), bars: readers })}`)}
${refusals.length === 0 ? '' : section(t('Servers that refuse the sender'), refusalTable(refusals))}
${section(t('Links'), linkTable(links))}`,
  );
}

const nothing = `<p>${t('Nothing yet.')}</p>`;

const bar = (day: { day: string } & KindCounts, kinds: readonly (keyof KindCounts)[]) => ({
  name: day.day,
  parts: kinds.filter(kind => day[kind] > 0).map(kind => ({ kind, count: day[kind] })),
});

const sumOf = (rows: readonly KindCounts[], kind: keyof KindCounts): number =>
  rows.reduce((sum, row) => sum + row[kind], 0);

const shown = (rows: readonly KindCounts[]) => countedKinds.filter(kind => sumOf(rows, kind) > 0);

const tiles = (rows: readonly KindCounts[]): string =>
  `<ul class="tiles">${shown(rows)
    .map(kind => `<li class="${kind}"><strong>${number(sumOf(rows, kind))}</strong> ${nameOf(kind)}</li>`)
    .join('')}</ul>`;

const legend = (rows: readonly KindCounts[]): string =>
  `<p class="legend">${shown(rows)
    .filter(kind => kind !== 'sent')
    .map(kind => `<span class="entry"><span class="key ${kind}"></span>${nameOf(kind)}</span>`)
    .join(' ')}</p>`;

function kindTable(rows: IssueStatistics['languages']): string {
  const kinds = shown(rows);
  const head = kinds.map(kind => `<th scope="col">${nameOf(kind)}</th>`).join('');
  const body = rows.map(
    row =>
      `<tr><th scope="row">${escapeHtml(row.language)}</th>${kinds.map(kind => `<td>${number(row[kind])}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr><th scope="col">${t('language')}</th>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

const refusalTable = (refusals: ReportedStatistics['refusals']): string =>
  `<table><thead><tr><th scope="col">${t('provider')}</th><th scope="col">${t('mails')}</th><th scope="col">${t('words')}</th></tr></thead><tbody>${refusals
    .map(
      ({ provider, count, words }) =>
        `<tr><th scope="row">${escapeHtml(provider)}</th><td>${number(count)}</td><td class="words">${escapeHtml(words ?? '')}</td></tr>`,
    )
    .join('')}</tbody></table>`;

function linkTable(links: IssueStatistics['links']): string {
  if (links.length === 0)
    return `<p>${t('No clicks were counted (%{setting} in hebdo.yaml).', { setting: '<code>count_clicks</code>' })}</p>`;
  const languages = [...new Set(links.flatMap(link => Object.keys(link.languages)))].sort();
  const head = languages.map(language => `<th scope="col">${escapeHtml(language)}</th>`).join('');
  const body = links.map(
    ({ url, count, languages: own }) =>
      `<tr><th scope="row" class="words">${escapeHtml(url)}</th><td>${number(count)}</td>${languages.map(language => `<td>${number(own[language] ?? 0)}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr><th scope="col">${t('link')}</th><th scope="col">${t('clicks')}</th>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

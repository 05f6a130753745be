import type { Counts, RunStatus } from '../../app/send/run-status.ts';
import { escapeHtml } from '../../edition/rich-text.ts';
import { deliveryStates } from '../../store/schema.ts';
import { span } from '../terminal/timeline.ts';
import { columns } from './columns.ts';
import { htmlPage, moment, number, section } from './shell.ts';

/** A run's report as one page that needs nothing else: no script, no font, no image from anywhere. */
export function statusPage(report: RunStatus): string {
  const { week, plan } = report;
  const totals: Counts = {};
  for (const { states } of plan.editions)
    for (const state of deliveryStates) totals[state] = (totals[state] ?? 0) + (states[state] ?? 0);
  const { begun } = plan;
  return htmlPage(
    `${week}: what became of it`,
    `<h1>${escapeHtml(week)}</h1>
<p class="when">Begun ${moment(begun?.startedAt)}, ${begun?.finishedAt === undefined ? 'not finished' : `finished ${moment(begun.finishedAt)}`}</p>
${tiles(totals)}
${section('Over time', report.timeline === undefined ? '<p>Nothing has been accepted yet.</p>' : overTime(report.timeline))}
${section(
  'By language',
  stateTable(
    'language',
    plan.editions.map(({ language, states }) => ({ name: language, states })),
  ),
)}
${section('By domain', `${legend(totals)}${bars(report.domains)}`)}
${section('What servers said', refusals(report.refusals))}`,
  );
}

const shownStates = (counts: Counts) => deliveryStates.filter(state => (counts[state] ?? 0) > 0);

const tiles = (totals: Counts): string =>
  `<ul class="tiles">${shownStates(totals)
    .map(state => `<li class="${state}"><strong>${number(totals[state] ?? 0)}</strong> ${state}</li>`)
    .join('')}</ul>`;

/** Accepted messages over time. */
function overTime({ start, stepSeconds, counts }: NonNullable<RunStatus['timeline']>): string {
  const at = (i: number): string => new Date(start.getTime() + i * stepSeconds * 1_000).toISOString().slice(11, 19);
  return columns({
    title: `Messages accepted each ${span(stepSeconds)}, times in UTC`,
    heading: 'from',
    bars: counts.map((count, i) => ({ name: at(i), parts: [{ kind: 'accepted', count }] })),
    end: at(counts.length),
  });
}

const legend = (totals: Counts): string =>
  `<p class="legend">${shownStates(totals)
    .map(state => `<span class="entry"><span class="key ${state}"></span>${state}</span>`)
    .join(' ')}</p>`;

const bars = (domains: RunStatus['domains']): string => {
  const widest = Math.max(1, ...domains.map(({ total }) => total));
  const rows = domains.map(({ domain, total, states }) => {
    const parts = shownStates(states).map(
      state =>
        `<span class="${state}" style="flex-grow:${states[state] ?? 0}" title="${number(states[state] ?? 0)} ${state}"></span>`,
    );
    const words = shownStates(states)
      .map(state => `${number(states[state] ?? 0)} ${state}`)
      .join(', ');
    return `<tr><th scope="row">${domain === undefined ? '<em>all others</em>' : escapeHtml(domain)}</th><td>${number(total)}</td><td class="bar"><div style="width:${Math.max(1, (total / widest) * 100).toFixed(1)}%" aria-hidden="true">${parts.join('')}</div><small>${words}</small></td></tr>`;
  });
  return `<table><thead><tr><th scope="col">domain</th><th scope="col">deliveries</th><th scope="col">what became of them</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
};

function stateTable(heading: string, rows: readonly { name: string; states: Counts }[]): string {
  const states = deliveryStates.filter(state => rows.some(row => (row.states[state] ?? 0) > 0));
  const head = states.map(state => `<th scope="col">${state}</th>`).join('');
  const body = rows.map(
    ({ name, states: counts }) =>
      `<tr><th scope="row">${escapeHtml(name)}</th>${states.map(state => `<td>${number(counts[state] ?? 0)}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr><th scope="col">${heading}</th>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function refusals(rows: RunStatus['refusals']): string {
  if (rows.length === 0) return '<p>Nothing was refused.</p>';
  const body = rows.map(
    ({ state, code, words, count }) =>
      `<tr><td>${number(count)}</td><td>${state}</td><td>${code ?? ''}</td><td class="words">${escapeHtml(words)}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">deliveries</th><th scope="col">state</th><th scope="col">code</th><th scope="col">words</th></tr></thead><tbody>${body.join('')}</tbody></table>`;
}

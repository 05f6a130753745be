import type { Counts, Report } from '../delivery/report.ts';
import { escapeHtml } from '../edition/rich-text.ts';
import { deliveryStates } from '../store/schema.ts';
import { span } from './terminal/timeline.ts';

const number = (n: number): string => n.toLocaleString('en');

/** A run's report as one page that needs nothing else: no script, no font, no image from anywhere. */
export function reportPage(report: Report): string {
  const { week, plan } = report;
  const totals: Counts = {};
  for (const { states } of plan.editions)
    for (const state of deliveryStates) totals[state] = (totals[state] ?? 0) + (states[state] ?? 0);
  const { begun } = plan;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(week)}: what became of it</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(week)}</h1>
<p class="when">Begun ${moment(begun?.startedAt)}, ${begun?.finishedAt === undefined ? 'not finished' : `finished ${moment(begun.finishedAt)}`}</p>
${tiles(totals)}
${section('Over time', report.timeline === undefined ? '<p>Nothing has been accepted yet.</p>' : columns(report.timeline))}
${section(
  'By language',
  stateTable(
    'language',
    plan.editions.map(({ language, states }) => ({ name: language, states })),
  ),
)}
${section('By domain', `${legend(totals)}${bars(report.domains)}`)}
${section('What servers said', refusals(report.refusals))}
</main>
</body>
</html>
`;
}

const section = (heading: string, content: string): string => `<section><h2>${heading}</h2>${content}</section>`;

const moment = (at: string | undefined): string =>
  at === undefined
    ? ''
    : `<time datetime="${escapeHtml(at)}">${escapeHtml(at.slice(0, 16).replace('T', ' '))} UTC</time>`;

const shownStates = (counts: Counts) => deliveryStates.filter(state => (counts[state] ?? 0) > 0);

const tiles = (totals: Counts): string =>
  `<ul class="tiles">${shownStates(totals)
    .map(state => `<li class="${state}"><strong>${number(totals[state] ?? 0)}</strong> ${state}</li>`)
    .join('')}</ul>`;

/** Accepted messages over time, as columns; the table of the same for who cannot see them. */
function columns({ start, stepSeconds, counts }: NonNullable<Report['timeline']>): string {
  const [width, height, left, bottom] = [720, 200, 56, 24];
  const most = niceCeiling(Math.max(...counts));
  const step = (width - left) / counts.length;
  const y = (count: number): number => (height - bottom) * (1 - count / most) + 8;
  const at = (i: number): string => new Date(start.getTime() + i * stepSeconds * 1_000).toISOString().slice(11, 19);
  const grid = [0, 0.5, 1]
    .map(part => {
      const line = y(most * part).toFixed(1);
      return `<line x1="${left}" x2="${width}" y1="${line}" y2="${line}"/><text x="${left - 8}" y="${Number(line) + 4}" text-anchor="end">${number(most * part)}</text>`;
    })
    .join('');
  const rects = counts
    .map((count, i) => {
      const top = y(count);
      const x = left + i * step + step * 0.1;
      return `<rect x="${x.toFixed(1)}" y="${top.toFixed(1)}" width="${(step * 0.8).toFixed(1)}" height="${(y(0) - top).toFixed(1)}"><title>${at(i)}: ${number(count)}</title></rect>`;
    })
    .join('');
  const ends = `<text x="${left}" y="${height + 8}">${at(0)}</text><text x="${width}" y="${height + 8}" text-anchor="end">${at(counts.length)}</text>`;
  const rows = counts.map((count, i) => `<tr><th scope="row">${at(i)}</th><td>${number(count)}</td></tr>`).join('');
  const title = `Messages accepted each ${span(stepSeconds)}, times in UTC`;
  return `<figure><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${width} ${height + 16}" role="img" aria-label="${title}: the most are ${number(Math.max(...counts))}"><g class="grid">${grid}</g><g class="columns">${rects}</g><g>${ends}</g></svg>
<details><summary>As a table</summary><table><thead><tr><th scope="col">from</th><th scope="col">accepted</th></tr></thead><tbody>${rows}</tbody></table></details></figure>`;
}

/** The next of 1, 2, 5, 10, 20, …, halves of which are whole from 2 on. */
function niceCeiling(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [2, 4, 6, 8, 10].map(times => times * power).find(nice => nice >= most) ?? 2;
}

const legend = (totals: Counts): string =>
  `<p class="legend">${shownStates(totals)
    .map(state => `<span class="entry"><span class="key ${state}"></span>${state}</span>`)
    .join(' ')}</p>`;

const bars = (domains: Report['domains']): string => {
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

function refusals(rows: Report['refusals']): string {
  if (rows.length === 0) return '<p>Nothing was refused.</p>';
  const body = rows.map(
    ({ state, code, words, count }) =>
      `<tr><td>${number(count)}</td><td>${state}</td><td>${code ?? ''}</td><td class="words">${escapeHtml(words)}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">deliveries</th><th scope="col">state</th><th scope="col">code</th><th scope="col">words</th></tr></thead><tbody>${body.join('')}</tbody></table>`;
}

const style = `
:root { color-scheme: light dark; --ink: light-dark(#1c1a19, #f1edea); --soft: light-dark(#5c5652, #b5aea9); --paper: light-dark(#fff, #191716); --rule: light-dark(#ddd6d0, #3a3532);
  --accepted: light-dark(#1f7a4d, #4cb782); --failed: light-dark(#b3261e, #f2766e); --deferred: light-dark(#a66300, #e0a13c); --uncertain: light-dark(#7040a8, #b18ae0); --skipped: light-dark(#6b7280, #9aa3af); --queued: light-dark(#2f6db3, #6fa8e8); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 2rem; margin: 0; letter-spacing: -0.02em; }
h2 { font-size: 1.125rem; margin: 40px 0 12px; padding-top: 12px; border-top: 1px solid var(--rule); }
.when { color: var(--soft); margin: 4px 0 24px; }
.tiles { list-style: none; display: flex; flex-wrap: wrap; gap: 12px; padding: 0; margin: 0; }
.tiles li { flex: 1 1 120px; padding: 12px 16px; border: 1px solid var(--rule); border-top: 4px solid var(--state); border-radius: 4px; color: var(--soft); }
.tiles strong { display: block; color: var(--ink); font-size: 1.625rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
figure { margin: 0; } figcaption { color: var(--soft); font-size: 0.875rem; margin-bottom: 8px; }
svg { width: 100%; height: auto; } svg text { fill: var(--soft); font-size: 12px; } .grid line { stroke: var(--rule); } .columns rect { fill: var(--accepted); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--rule); vertical-align: top; font-weight: normal; }
thead th { color: var(--soft); font-size: 0.8125rem; }
.words { overflow-wrap: anywhere; }
.bar { width: 55%; } .bar div { display: flex; height: 14px; margin-top: 5px; border-radius: 2px; overflow: hidden; gap: 1px; } .bar span { background: var(--state); min-width: 2px; } small { color: var(--soft); }
.legend { color: var(--soft); font-size: 0.875rem; } .entry { white-space: nowrap; margin-right: 12px; } .key { display: inline-block; width: 12px; height: 12px; border-radius: 2px; background: var(--state); margin-right: 6px; vertical-align: -1px; }
.accepted { --state: var(--accepted); } .failed { --state: var(--failed); } .deferred { --state: var(--deferred); } .uncertain { --state: var(--uncertain); } .skipped { --state: var(--skipped); } .queued, .sending, .committing { --state: var(--queued); }
summary { cursor: pointer; color: var(--soft); margin-top: 8px; }
@media (max-width: 560px) { svg text { font-size: 22px; } .bar { width: 45%; } th, td { padding-right: 8px; } }
`;

import type { Counts, RunStatus } from '../../app/send/run-status.ts';
import { escapeHtml } from '../../edition/rich-text.ts';
import { localClock } from '../../publication/local-time.ts';
import { deliveryStates } from '../../store/schema.ts';
import { number, t } from '../../wording/wording.ts';
import { countOf, nameOf } from '../names.ts';
import { setAsideWords } from '../terminal/deliveries.ts';
import { span } from '../terminal/timeline.ts';
import { columns } from './columns.ts';
import { htmlPage, moment, section } from './shell.ts';

/** A run's report as one page that needs nothing else: no script, no font, no image from anywhere. @param timeZone of the times */
export function statusPage(report: RunStatus, timeZone: string): string {
  const { week, plan } = report;
  const totals: Counts = {};
  for (const { states } of plan.editions)
    for (const state of deliveryStates) totals[state] = (totals[state] ?? 0) + (states[state] ?? 0);
  const { begun } = plan;
  const started = moment(begun?.startedAt, timeZone);
  const ended =
    begun?.finishedAt === undefined
      ? t('not finished')
      : t('finished %{finishedAt}', { finishedAt: moment(begun.finishedAt, timeZone) });
  return htmlPage(
    t('%{week}: status of the sending', { week }),
    `<h1>${escapeHtml(week)}</h1>
<p class="when">${t('Begun %{started}, %{ended}', { started, ended })}</p>
${tiles(totals)}
${report.setAside > 0 ? `<p>${escapeHtml(setAsideWords(report))}</p>` : ''}
${section(t('Over time'), report.timeline === undefined ? `<p>${t('Nothing has been accepted yet.')}</p>` : overTime(report.timeline, timeZone))}
${section(
  t('By language'),
  stateTable(
    t('language'),
    plan.editions.map(({ language, states }) => ({ name: language, states })),
  ),
)}
${section(t('By domain'), `${legend(totals)}${bars(report.domains)}`)}
${section(t('Replies of the servers'), refusals(report.refusals))}`,
  );
}

const shownStates = (counts: Counts) => deliveryStates.filter(state => (counts[state] ?? 0) > 0);

const tiles = (totals: Counts): string =>
  `<ul class="tiles">${shownStates(totals)
    .map(state => `<li class="${state}"><strong>${number(totals[state] ?? 0)}</strong> ${nameOf(state)}</li>`)
    .join('')}</ul>`;

/** Accepted messages over time. */
function overTime({ start, stepSeconds, counts }: NonNullable<RunStatus['timeline']>, timeZone: string): string {
  const at = (i: number): string => localClock(new Date(start.getTime() + i * stepSeconds * 1_000), timeZone);
  return columns({
    title: t('Messages accepted per %{span}, times of %{timeZone}', { span: span(stepSeconds), timeZone }),
    heading: t('from'),
    bars: counts.map((count, i) => ({ name: at(i), parts: [{ kind: 'accepted', count }] })),
    end: at(counts.length),
  });
}

const legend = (totals: Counts): string =>
  `<p class="legend">${shownStates(totals)
    .map(state => `<span class="entry"><span class="key ${state}"></span>${nameOf(state)}</span>`)
    .join(' ')}</p>`;

const bars = (domains: RunStatus['domains']): string => {
  const widest = Math.max(1, ...domains.map(({ total }) => total));
  const rows = domains.map(({ domain, total, states }) => {
    const parts = shownStates(states).map(
      state =>
        `<span class="${state}" style="flex-grow:${states[state] ?? 0}" title="${countOf(states[state] ?? 0, state)}"></span>`,
    );
    const words = shownStates(states)
      .map(state => countOf(states[state] ?? 0, state))
      .join(', ');
    return `<tr><th scope="row">${domain === undefined ? `<em>${t('all others')}</em>` : escapeHtml(domain)}</th><td>${number(total)}</td><td class="bar"><div style="width:${Math.max(1, (total / widest) * 100).toFixed(1)}%" aria-hidden="true">${parts.join('')}</div><small>${words}</small></td></tr>`;
  });
  return `<table><thead><tr><th scope="col">${t('domain')}</th><th scope="col">${t('deliveries')}</th><th scope="col">${t('states')}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
};

function stateTable(heading: string, rows: readonly { name: string; states: Counts }[]): string {
  const states = deliveryStates.filter(state => rows.some(row => (row.states[state] ?? 0) > 0));
  const head = states.map(state => `<th scope="col">${nameOf(state)}</th>`).join('');
  const body = rows.map(
    ({ name, states: counts }) =>
      `<tr><th scope="row">${escapeHtml(name)}</th>${states.map(state => `<td>${number(counts[state] ?? 0)}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr><th scope="col">${heading}</th>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function refusals(rows: RunStatus['refusals']): string {
  if (rows.length === 0) return `<p>${t('Nothing was refused.')}</p>`;
  const body = rows.map(
    ({ state, code, words, count }) =>
      `<tr><td>${number(count)}</td><td>${nameOf(state)}</td><td>${code ?? ''}</td><td class="words">${escapeHtml(words)}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">${t('deliveries')}</th><th scope="col">${t('state')}</th><th scope="col">${t('code')}</th><th scope="col">${t('words')}</th></tr></thead><tbody>${body.join('')}</tbody></table>`;
}

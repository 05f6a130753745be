import { escapeHtml } from '../../edition/rich-text.ts';
import { number, t } from '../../wording/wording.ts';
import { countOf, type Named, nameOf } from '../names.ts';

/** A column of a chart: what stands under it, and its parts from the bottom up, each of a kind with a colour. */
export type Bar = { name: string; parts: readonly { kind: Named; count: number }[] };

/** Counts as columns, and the same counts as a table for people who cannot see the chart. @param end what stands at the axis' end */
export function columns(chart: { title: string; heading: string; bars: readonly Bar[]; end?: string }): string {
  const { title, heading, bars } = chart;
  const [width, height, left, bottom] = [720, 200, 88, 24];
  const totals = bars.map(({ parts }) => parts.reduce((sum, { count }) => sum + count, 0));
  const most = niceCeiling(Math.max(...totals));
  const step = (width - left) / bars.length;
  const y = (count: number): number => (height - bottom) * (1 - count / most) + 8;
  const grid = [0, 0.5, 1]
    .map(part => {
      const line = y(most * part).toFixed(1);
      return `<line x1="${left}" x2="${width}" y1="${line}" y2="${line}"/><text x="${left - 8}" y="${Number(line) + 4}" text-anchor="end">${number(most * part)}</text>`;
    })
    .join('');
  // One or two columns are not as wide as the page.
  const wide = Math.min(step * 0.8, 60);
  const rects = bars.flatMap(({ name, parts }, i) => {
    const x = (left + (i + 0.5) * step - wide / 2).toFixed(1);
    let below = 0;
    return parts.map(({ kind, count }) => {
      const [top, floor] = [y(below + count), y(below)];
      below += count;
      return `<rect class="${kind}" x="${x}" y="${top.toFixed(1)}" width="${wide.toFixed(1)}" height="${(floor - top).toFixed(1)}"><title>${t('%{label}: %{words}', { label: escapeHtml(name), words: countOf(count, kind) })}</title></rect>`;
    });
  });
  const last = chart.end ?? bars.at(-1)?.name ?? '';
  const ends = `<text x="${left}" y="${height + 8}">${escapeHtml(bars[0]?.name ?? '')}</text>${bars.length > 1 || chart.end !== undefined ? `<text x="${width}" y="${height + 8}" text-anchor="end">${escapeHtml(last)}</text>` : ''}`;
  const kinds = [...new Set(bars.flatMap(({ parts }) => parts.map(({ kind }) => kind)))];
  const head = kinds.map(kind => `<th scope="col">${nameOf(kind)}</th>`).join('');
  const rows = bars.map(({ name, parts }) => {
    const cells = kinds.map(kind => `<td>${number(parts.find(part => part.kind === kind)?.count ?? 0)}</td>`);
    return `<tr><th scope="row">${escapeHtml(name)}</th>${cells.join('')}</tr>`;
  });
  const label = t('%{title}: the most are %{most}', { title, most: number(Math.max(...totals)) });
  return `<figure><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${width} ${height + 16}" role="img" aria-label="${label}"><g class="grid">${grid}</g><g class="columns">${rects.join('')}</g><g>${ends}</g></svg>
<details><summary>${t('As a table')}</summary><table><thead><tr><th scope="col">${heading}</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></details></figure>`;
}

/** The next of 1, 2, 5, 10, 20, …, halves of which are whole from 2 on. */
function niceCeiling(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [2, 4, 6, 8, 10].map(times => times * power).find(nice => nice >= most) ?? 2;
}

/**
 * A Markdown table whose columns are padded to the same width.
 * @param rows the header first
 * @example table([['name', 'holds'], ['runs', 'one row per issue']])
 */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map(row => row.map(cell => cell.replaceAll('|', '\\|')));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(3, ...cells.map(row => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...body.map(line)].join('\n');
}

import { type Problem, problemIn } from '../../source/problem.ts';

/** A line of a list: its cells in the order of the headers, or why it cannot be read. `bytes` were read so far. */
export type Line = { line: number; bytes: number } & (
  | { cells: readonly string[]; why?: undefined }
  | { cells?: undefined; why: string }
);

/** A list that can be read several times. */
export type Table = { headers: readonly string[]; lines(): AsyncGenerator<Line> };

/** A file that is no list of people, for the reason in `problem`. */
export class UnreadableList extends Error {
  readonly problem: Problem;
  constructor(file: string, message: string, hint: string, line = 1) {
    super(message);
    const span = { line, column: 1, endLine: line, endColumn: 1 };
    this.problem = problemIn(file, { rule: 'subscriber-file', severity: 'error', message, hint, span });
  }
}

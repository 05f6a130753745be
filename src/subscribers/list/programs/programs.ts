import { plainWords } from '../../../publication/plain-words.ts';
import { hosted } from './hosted.ts';
import type { Program } from './program.ts';
import { selfHosted } from './self-hosted.ts';

/** Programs whose exports are recognised: their columns as their documentation or interface names them, in English and French. */
export const programs = { ...selfHosted, ...hosted } satisfies Record<string, Program>;
export type ProgramName = keyof typeof programs;

const isKnown = (text: string): text is ProgramName => Object.hasOwn(programs, text);
/** Names of programs, as `--from` takes them. */
export const programNames: readonly ProgramName[] = Object.keys(programs).filter(isKnown);
/** Whether a text names such a program. */
export const isProgram = isKnown;

/** The program that exported a file with these columns; the one whose telling columns are the most. @param headers as in the file */
export function programOf(headers: readonly string[]): ProgramName | undefined {
  const found = headers.map(plainWords);
  let best: { name: ProgramName; columns: number } | undefined;
  for (const name of programNames)
    for (const columns of programs[name].tells)
      if (columns.every(column => found.includes(column)) && columns.length > (best?.columns ?? 0))
        best = { name, columns: columns.length };
  return best?.name;
}

/** Whether a file with these columns may be an export of this program. */
export const isExportOf = (name: ProgramName, headers: readonly string[]): boolean => {
  const found = headers.map(plainWords);
  const { tells, tellsToo = [] }: Program = programs[name];
  return [...tells, ...tellsToo].some(columns => columns.every(column => found.includes(column)));
};

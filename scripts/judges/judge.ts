import { spawnSync } from 'node:child_process';
import type { Fixture } from './fixtures.ts';

/** What a judge says of a message: a score or a verdict, whether it is as wanted, and what is worth a look. */
type Verdict = { said: string; isGood: boolean; found: string[] };

/** A program that judges mail. `wanted` and `install` are shown to people. */
export type Judge = {
  name: string;
  wanted: string;
  install: string;
  isThere(): boolean;
  judge(fixture: Fixture): Verdict;
};

/** Runs a program to its end. @returns what it wrote */
export function run(program: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000, maxBuffer: 64 * 2 ** 20 });
  return stdout === '' || stdout === null ? (stderr ?? '') : stdout;
}

export const isInstalled = (program: string): boolean => spawnSync('which', [program]).status === 0;

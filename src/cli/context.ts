import { databaseUrl, type Environment, readEnvironment } from '../app/settings/environment.ts';
import type { Problem } from '../source/problem.ts';
import type { Durability } from '../store/database/sqlite.ts';
import type { Store } from '../store/store.ts';
import { showProblems, tally, textIn } from './terminal/problems.ts';
import { makeTerminal, type Terminal } from './terminal/terminal.ts';

/** The exit codes of section 3 of the design. */
export const exit = { done: 0, problems: 1, usage: 2, partly: 3, world: 4, interrupted: 130 } as const;
export type ExitCode = (typeof exit)[keyof typeof exit];

/** The running program, built once: what every command gets. */
export type Context = {
  /** The newsletter's folder. */
  folder: string;
  env: Environment;
  json: boolean;
  terminal: Terminal;
  now(): Date;
  openStore(durability?: Durability): Promise<Store>;
  /** Writes a command's result as JSON to standard output. */
  print(value: unknown): void;
  /** Shows problems to the editor. @param so what that comes to @returns the code to end with */
  refuse(problems: readonly Problem[], so?: string): Promise<ExitCode>;
};

/** @param json whether standard output carries JSON, so that words for people go to standard error */
export async function makeContext(folder: string, json: boolean, process: NodeJS.Process): Promise<Context> {
  const env = await readEnvironment(folder, process.env);
  const terminal = makeTerminal(json ? process.stderr : process.stdout, process.env);
  const complaints = makeTerminal(process.stderr, process.env);
  // Once the store is open, its clock holds: other machines go by it, too.
  let clock = (): Date => new Date();
  const print = (value: unknown): void => {
    process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  };
  return {
    folder,
    env,
    json,
    terminal,
    print,
    now: () => clock(),
    async openStore(durability) {
      const store = await (await import('../store/store.ts')).openStore(databaseUrl(folder, env), durability);
      clock = store.now;
      return store;
    },
    async refuse(problems, so = 'Nothing was changed, nothing was sent.') {
      if (json) print({ problems });
      await showProblems(complaints, problems, textIn(folder));
      complaints.say(`${tally(problems)}. ${so}`);
      return exit.problems;
    },
  };
}

import { type AppContext, makeAppContext } from '../app/context.ts';
import { readEnvironment } from '../app/settings/environment.ts';
import type { Problem } from '../source/problem.ts';
import { t } from '../wording/wording.ts';
import { type ExitCode, exit } from './exit-codes.ts';
import type { Output, OutputName } from './output/outputs.ts';
import { outputVersion } from './output/version.ts';
import { showProblems, tally, textIn } from './terminal/problems.ts';
import { makeTerminal, type Terminal } from './terminal/terminal.ts';

/** The running program, built once: what every command gets. */
export type Context = Omit<AppContext, 'tell'> & {
  /** Whether standard output carries JSON. */
  json: boolean;
  terminal: Terminal;
  /** Writes a command's result as JSON to standard output; `name` is that of its schema (output/outputs.ts). */
  print<Name extends OutputName>(name: Name, value: Output<Name>): void;
  /** Writes JSON of another standard to standard output. */
  printAs(value: object): void;
  /** Shows problems to the editor. @param so what is not done because of them @returns the code to end with */
  refuse(problems: readonly Problem[], so?: string): Promise<ExitCode>;
};

/** @param json whether standard output carries JSON, so that words for people go to standard error */
export async function makeContext(folder: string, json: boolean, process: NodeJS.Process): Promise<Context> {
  const { env, now, openStore } = makeAppContext(folder, await readEnvironment(folder, process.env));
  const terminal = makeTerminal(json ? process.stderr : process.stdout, process.env);
  const complaints = makeTerminal(process.stderr, process.env);
  const printAs = (value: object): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  const print: Context['print'] = (output, value) => printAs({ version: outputVersion, output, ...value });
  return {
    folder,
    env,
    json,
    terminal,
    print,
    printAs,
    now,
    openStore,
    async refuse(problems, so = t('Nothing was changed, nothing was sent.')) {
      if (json) print('problems', { problems });
      await showProblems(complaints, problems, textIn(folder));
      complaints.say(`${tally(problems)}. ${so}`);
      return exit.problems;
    },
  };
}

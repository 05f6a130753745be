import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Durability } from '../store/database/sqlite.ts';
import { interfaceLanguages, listed, t } from '../wording/wording.ts';
import { translateCommander } from './commands/commander-words.ts';
import { type Context, makeContext } from './context.ts';
import { type ExitCode, exit } from './exit-codes.ts';

/** Milliseconds after a signal within which the program ends. */
const endAfterMs = 7_000;

const defaultFormats = ['text', 'json'] as const;
export const sendFormats = ['text', 'json', 'github'] as const;
export const statusFormats = ['text', 'json', 'html'] as const;
export const checkFormats = ['text', 'json', 'github', 'sarif'] as const;

/** What a group of commands is made with. */
export type Cli = {
  /** A command with the options that all have. */
  command(parent: Command, nameAndArguments: string, description: string, formats?: readonly string[]): Command;
  /** A command's work, with what it needs to run. Each command's code is loaded only when it is called. */
  doing(work: (context: Context) => Promise<ExitCode>): Promise<void>;
  /** The `--format` that was asked for. */
  format(): string;
  /** The first Ctrl-C or SIGTERM asks the work to stop in order, the second ends it where it stands. */
  interruption(): AbortSignal;
};

/** The program without its commands, what they are made with, and how the one that was called has ended. */
export function makeProgram(
  process: NodeJS.Process,
  exitNow: (code: ExitCode) => void,
): { program: Command; cli: Cli; outcome: { code: ExitCode; verbose: boolean } } {
  const outcome: { code: ExitCode; verbose: boolean } = { code: exit.done, verbose: false };
  let shared = { cwd: '.', format: 'text' };
  const program = translateCommander(new Command('hebdo'))
    .description(t('Write one YAML file a week; every subscriber gets it in their language, once.'))
    // Read before the command line is parsed (interface-language.ts), it may stand before the command, too.
    .addOption(language())
    .exitOverride();
  const cli: Cli = {
    command: (parent, nameAndArguments, description, formats = defaultFormats) =>
      parent
        .command(nameAndArguments)
        .description(description)
        .exitOverride()
        .option('--cwd <dir>', t("the newsletter's folder, which contains hebdo.yaml"), '.')
        .option(
          `--format <${formats.join('|')}>`,
          t('the output; except for text, the result is on standard output and all else on standard error'),
          'text',
        )
        .addOption(language())
        .option('--verbose', t('show the stack of an unexpected error'))
        .hook('preAction', self => {
          const { cwd, format, verbose } = self.opts<{ cwd: string; format: string; verbose?: boolean }>();
          if (!formats.includes(format))
            self.error(t('error: --format takes %{formats}', { formats: listed(formats, 'disjunction') }));
          shared = { cwd, format };
          outcome.verbose = verbose === true;
        }),
    async doing(work) {
      outcome.code = await work(await makeContext(resolve(shared.cwd), shared.format !== 'text', process));
    },
    format: () => shared.format,
    interruption() {
      const controller = new AbortController();
      const interrupt = (): void => {
        if (controller.signal.aborted) exitNow(exit.interrupted);
        controller.abort();
        // A database or server that has fallen silent is not waited for: to end now is as safe as kill -9.
        setTimeout(() => exitNow(exit.interrupted), endAfterMs).unref();
      };
      process.on('SIGINT', interrupt);
      process.on('SIGTERM', interrupt);
      // The terminal was closed.
      process.on('SIGHUP', interrupt);
      return controller.signal;
    },
  };
  return { program, cli, outcome };
}

const language = (): Option =>
  new Option(
    '--lang <language>',
    t('the language of messages (default: that of LC_ALL or LANG, else of the newsletter)'),
  ).choices([...interfaceLanguages]);

/** An option's value that is a whole number. */
export const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(t('It must be a whole number from %{least} to %{most}.', { least, most }));
  };

/** The value of `--durability`. */
export const durability = (text: string): Durability => {
  if (text === 'process' || text === 'power') return text;
  throw new InvalidArgumentError(t('It is process or power.'));
};

/** Collects the values of a repeatable option. */
export const collect = (value: string, all: string[] = []): string[] => [...all, value];

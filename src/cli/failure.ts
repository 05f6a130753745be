import { errorText } from '../source/error-text.ts';
import { WorldError } from '../source/world-error.ts';
import { t } from '../wording/wording.ts';
import { type ExitCode, exit } from './exit-codes.ts';

/**
 * Says why the program ends: an external failure (network, disk, database), or a bug. The stack is shown only with
 * `--verbose`.
 */
export function tellFailure(cause: unknown, verbose: boolean, stream: NodeJS.WritableStream): ExitCode {
  const words = errorText(cause);
  const say = (line: string): void => {
    stream.write(`${line}\n`);
  };
  if (isWorld(cause))
    say(
      t('hebdo cannot continue: %{words}\nNothing is lost: correct the cause and run the same command again.', {
        words,
      }),
    );
  else
    say(
      t(
        'hebdo has met an unexpected error: %{words}\nNothing is lost. Please report it with the output of --verbose.',
        { words },
      ),
    );
  if (verbose) say(cause instanceof Error ? inFull(cause) : words);
  return exit.world;
}

/** Errors of the network, the file system and the database, by their kind or by Node's codes. */
function isWorld(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (cause instanceof WorldError) return true;
  const code = 'code' in cause ? String(cause.code) : '';
  // SQLSTATE classes of PostgreSQL: connection, resources, operator, system. `pg` has no code for a connection that ended.
  if (/^(08|53|57|58)\w{3}$/.test(code) || /^Connection terminated/.test(cause.message)) return true;
  return /^(E[A-Z]+|ERR_SQLITE_ERROR)$/.test(code);
}

const inFull = (cause: Error): string =>
  cause.cause instanceof Error ? `${cause.stack}\ncaused by ${inFull(cause.cause)}` : `${cause.stack}`;

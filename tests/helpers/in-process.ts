import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { addCommands } from '../../src/cli/commands/add-commands.ts';
import { tellFailure } from '../../src/cli/failure.ts';
import { makeProgram } from '../../src/cli/program.ts';

/** The exit code of a command, and what it printed to standard output, to standard error, and to both in the order of time. */
export type Printed = { code: number; out: string; err: string; text: string };

/** Not the developer's own. */
const cache = fileURLToPath(new URL('../../node_modules/.cache/hebdo-tests', import.meta.url));

/**
 * Runs a command of hebdo in this process, which takes a tenth of the time of a process of its own. The language is that of `speak`.
 * @param folder the newsletter's folder
 * The folder is the process's own meanwhile, so tests that call this do not run at the same time.
 * @param args without `hebdo`
 */
export async function hebdoInProcess(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Printed> {
  const printed = { out: '', err: '', text: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
        printed[name] += chunk;
        printed.text += chunk;
        done();
      },
    });
  const like: NodeJS.Process = Object.create(process, {
    env: { value: { XDG_CACHE_HOME: cache, ...env } },
    stdout: { value: into('out') },
    stderr: { value: into('err') },
    on: { value: () => undefined },
  });
  const { program, cli, outcome } = makeProgram(like, () => undefined);
  addCommands(program, cli);
  const before = process.cwd();
  process.chdir(folder);
  try {
    await program.parseAsync(args, { from: 'user' });
    return { code: outcome.code, ...printed };
  } catch (cause) {
    const code = tellFailure(cause, outcome.verbose, like.stderr);
    return { code, ...printed };
  } finally {
    process.chdir(before);
  }
}

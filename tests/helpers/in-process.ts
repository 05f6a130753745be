import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { addCommands } from '../../src/cli/commands/add-commands.ts';
import { tellFailure } from '../../src/cli/failure.ts';
import { makeProgram } from '../../src/cli/program.ts';

/** What a command printed, in the order of time, and its exit code. */
export type Printed = { code: number; text: string };

/** Not the developer's own. */
const cache = fileURLToPath(new URL('../../node_modules/.cache/hebdo-tests', import.meta.url));

/**
 * Runs a command of hebdo in this process, which takes a tenth of the time of a process of its own. The language is that of `speak`.
 * @param folder the newsletter's folder
 * @param args without `hebdo`
 */
export async function hebdoInProcess(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Printed> {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const like: NodeJS.Process = Object.create(process, {
    env: { value: { XDG_CACHE_HOME: cache, ...env } },
    stdout: { value: stream },
    stderr: { value: stream },
    on: { value: () => undefined },
  });
  const { program, cli, outcome } = makeProgram(like, () => undefined);
  addCommands(program, cli);
  const before = process.cwd();
  process.chdir(folder);
  try {
    await program.parseAsync(args, { from: 'user' });
    return { code: outcome.code, text };
  } catch (cause) {
    return { code: tellFailure(cause, true, like.stderr), text };
  } finally {
    process.chdir(before);
  }
}

import { type Command, CommanderError } from 'commander';
import { listed, speak, t } from '../wording/wording.ts';
import { beginGroup } from './commands/begin/definitions.ts';
import { listGroup } from './commands/list/definitions.ts';
import { moreGroup } from './commands/more/definitions.ts';
import { readersGroup } from './commands/readers/definitions.ts';
import { sendGroup } from './commands/send/definitions.ts';
import { writeGroup } from './commands/write/definitions.ts';
import { completionScript, shells } from './completion.ts';
import { endWithParent } from './end-with-parent.ts';
import { exit } from './exit-codes.ts';
import { tellFailure } from './failure.ts';
import { chooseLanguage } from './interface-language.ts';
import { makeProgram } from './program.ts';
import { allowClosedPipes } from './terminal/pipes.ts';

endWithParent(process);
allowClosedPipes(process);
// Before any text is made: each command's code is loaded only when it is called.
speak(chooseLanguage(process.argv.slice(2), process.env));
const { program, cli, outcome } = makeProgram(process, code => process.exit(code));
for (const group of [beginGroup, writeGroup, sendGroup, listGroup, readersGroup, moreGroup]) group(program, cli);

program
  .command('completion <shell>')
  .description(
    t('complete commands and weeks in %{shells}: eval "$(hebdo completion bash)"', { shells: shells.join(', ') }),
  )
  .exitOverride()
  .action((shell: string, _options: unknown, self: Command) => {
    const known = shells.find(name => name === shell);
    if (known === undefined)
      self.error(t('error: completion is for %{shells}', { shells: listed(shells, 'disjunction') }));
    else process.stdout.write(completionScript(program, known));
  });

try {
  await program.parseAsync();
} catch (cause) {
  // Help and version end this way too, with code 0; all else that commander says is wrong usage.
  if (cause instanceof CommanderError) outcome.code = cause.exitCode === 0 ? exit.done : exit.usage;
  else outcome.code = tellFailure(cause, outcome.verbose, process.stderr);
}
process.exitCode = outcome.code;

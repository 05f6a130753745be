import { CommanderError } from 'commander';
import { speak } from '../wording/wording.ts';
import { addCommands } from './commands/add-commands.ts';
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
addCommands(program, cli);

try {
  await program.parseAsync();
} catch (cause) {
  // Help and version end this way too, with code 0; all else that commander says is wrong usage.
  if (cause instanceof CommanderError) outcome.code = cause.exitCode === 0 ? exit.done : exit.usage;
  else outcome.code = tellFailure(cause, outcome.verbose, process.stderr);
}
process.exitCode = outcome.code;

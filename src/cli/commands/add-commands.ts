import type { Command } from 'commander';
import { listed, t } from '../../wording/wording.ts';
import { completionScript, shells } from '../completion.ts';
import type { Cli } from '../program.ts';
import { beginGroup } from './begin/definitions.ts';
import { listGroup } from './list/definitions.ts';
import { moreGroup } from './more/definitions.ts';
import { readersGroup } from './readers/definitions.ts';
import { sendGroup } from './send/definitions.ts';
import { writeGroup } from './write/definitions.ts';

/** Defines every command of the program, in the order of `hebdo --help`. */
export function addCommands(program: Command, cli: Cli): void {
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
}

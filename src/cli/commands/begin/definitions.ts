import type { Command } from 'commander';
import { type Cli, whole } from '../../program.ts';
import type { InitOptions } from './init.ts';

/** `init` and `demo`. */
export function beginGroup(program: Command, cli: Cli): void {
  program.commandsGroup('Begin');
  defineInit(program, cli);
  defineDemo(program, cli);
}

function defineInit(program: Command, cli: Cli): void {
  cli
    .command(program, 'init [dir]', 'a working newsletter to start from')
    .option('--name <name...>', 'its name, in the order of the languages')
    .option('--languages <tags>', 'the default one first: fr,en')
    .option('--accent <colour>', 'one colour: "#b3261e"')
    .option('--url <url>', 'where its pages live')
    .option('--from <address>', 'the address it is sent from')
    .option('--publisher <name>', 'who publishes it')
    .option('--automation <kinds>', 'what is to run it: github (usual), gitlab, systemd, docker; or none')
    .option('--yes', 'do not ask')
    .action((dir: string | undefined, flags: Omit<InitOptions, 'name' | 'yes'> & { name?: string[]; yes?: boolean }) =>
      cli.doing(async context =>
        (await import('./init.ts')).init(context, dir ?? '.', {
          ...flags,
          name: flags.name ?? [],
          yes: flags.yes === true,
        }),
      ),
    );
}

function defineDemo(program: Command, cli: Cli): void {
  cli
    .command(
      program,
      'demo',
      'send the newest ready issue to sample subscribers at an SMTP server of its own, and show them',
    )
    .option('--once', 'end after sending instead of serving the inbox')
    .option('--port <n>', "the inbox's port; the next free one if it is taken", whole(1, 65_535), 4321)
    .action(({ once, port }: { once?: boolean; port: number }) =>
      cli.doing(async context =>
        (await import('./demo.ts')).demo(context, { once: once === true, port }, cli.interruption()),
      ),
    );
}

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
    .command(program, 'init [dir]', 'make a working newsletter to start from')
    .option('--name <name...>', 'the name, one per language, in their order')
    .option('--languages <tags>', 'language tags, the default language first: fr,en')
    .option('--accent <colour>', 'the accent colour: "#b3261e"')
    .option('--url <url>', 'the web address of the subscriber pages')
    .option('--from <address>', 'the sender’s address')
    .option('--publisher <name>', 'the publisher’s name')
    .option('--automation <kinds>', 'files for automatic sending: github (default), gitlab, systemd, docker; or none')
    .option('--yes', 'do not ask for confirmation')
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
      'send the newest issue (ready, else draft) to sample subscribers at a local SMTP server, and show the messages',
    )
    .option('--once', 'end after sending instead of serving the inbox')
    .option('--port <n>', "the inbox's port; the next free one if it is taken", whole(1, 65_535), 4321)
    .action(({ once, port }: { once?: boolean; port: number }) =>
      cli.doing(async context =>
        (await import('./demo.ts')).demo(context, { once: once === true, port }, cli.interruption()),
      ),
    );
}

import type { Command } from 'commander';
import { t } from '../../../wording/wording.ts';
import { type Cli, whole } from '../../program.ts';
import type { InitOptions } from './init.ts';

/** `init` and `demo`. */
export function beginGroup(program: Command, cli: Cli): void {
  program.commandsGroup(t('Begin'));
  defineInit(program, cli);
  defineDemo(program, cli);
}

function defineInit(program: Command, cli: Cli): void {
  cli
    .command(program, 'init [dir]', t('make a working newsletter to start from'))
    .option('--name <name...>', t('the name, one per language, in their order'))
    .option('--languages <tags>', t('language tags, the default language first: fr,en'))
    .option('--accent <colour>', t('the accent colour: "#b3261e"'))
    .option('--template <name>', t('the template: weekly (a magazine, default) or journal (a letter)'))
    .option('--url <url>', t('the web address of the subscriber pages'))
    .option('--from <address>', t('the sender’s address'))
    .option('--publisher <name>', t('the publisher’s name'))
    .option('--postal-address <address>', t('the publisher’s postal address, for the footer'))
    .option('--time-zone <name>', t('the time zone: Europe/Paris'))
    .option(
      '--automation <kinds>',
      t('files for automatic sending: github (default), gitlab, systemd, docker; or none'),
    )
    .option('--install', t('run `npm install` in it'))
    .option('--yes', t('do not ask for confirmation'))
    .action((dir: string | undefined, flags: Partial<InitOptions>) =>
      cli.doing(async context =>
        (await import('./init.ts')).init(context, dir ?? '.', {
          ...flags,
          name: flags.name ?? [],
          yes: flags.yes === true,
          install: flags.install === true,
        }),
      ),
    );
}

function defineDemo(program: Command, cli: Cli): void {
  cli
    .command(
      program,
      'demo',
      t(
        'send the newest issue (ready, else draft) to sample subscribers at a local SMTP server, and show the messages',
      ),
    )
    .option('--once', t('end after sending instead of serving the inbox'))
    .option('--port <n>', t("the inbox's port; the next free one if it is taken"), whole(1, 65_535), 4321)
    .action(({ once, port }: { once?: boolean; port: number }) =>
      cli.doing(async context =>
        (await import('./demo.ts')).demo(context, { once: once === true, port }, cli.interruption()),
      ),
    );
}

import type { Command } from 'commander';
import { t } from '../../../wording/wording.ts';
import { type Cli, whole } from '../../program.ts';

/** `serve` and `bounces`. */
export function readersGroup(program: Command, cli: Cli): void {
  program.commandsGroup(t('For subscribers'));
  defineServe(program, cli);
  defineBounces(program, cli);
}

function defineServe(program: Command, cli: Cli): void {
  cli
    .command(program, 'serve', t('serve the subscriber pages: sign-up, preferences, unsubscribe, past issues'))
    .option('--host <address>', t('the address to listen on; 0.0.0.0 for all'), '127.0.0.1')
    .option('--port <n>', t('the port'), whole(0, 65_535), 8_080)
    .action((where: { host: string; port: number }) =>
      cli.doing(async context =>
        (await import('./serve.ts')).serveCommand(context, { host: where.host, port: where.port }, cli.interruption()),
      ),
    );
}

function defineBounces(program: Command, cli: Cli): void {
  cli
    .command(
      program,
      'bounces [file...]',
      t('read the bounce mailbox and suppress dead addresses; or show the verdict on saved mails'),
    )
    .option('--watch', t('keep reading new mail'))
    .action((files: string[], { watch }: { watch?: boolean }, self: Command) => {
      if (watch === true && files.length > 0) self.error(t('error: --watch reads the mailbox, and takes no files'));
      return cli.doing(async context => {
        const { bounces, judgeFiles } = await import('./bounces.ts');
        return files.length > 0 ? judgeFiles(context, files) : bounces(context, watch === true, cli.interruption());
      });
    });
}

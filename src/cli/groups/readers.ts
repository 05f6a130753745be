import type { Command } from 'commander';
import { type Cli, whole } from '../program.ts';

/** `serve`. */
export function readersGroup(program: Command, cli: Cli): void {
  program.commandsGroup('For subscribers');
  cli
    .command(program, 'serve', "the pages that messages' links lead to: unsubscribe, preferences, language")
    .option('--host <address>', 'the address to listen on; 0.0.0.0 is all', '127.0.0.1')
    .option('--port <n>', 'the port', whole(0, 65_535), 8_080)
    .action((where: { host: string; port: number }) =>
      cli.doing(async context =>
        (await import('../commands/serve.ts')).serveCommand(
          context,
          { host: where.host, port: where.port },
          cli.interruption(),
        ),
      ),
    );
}

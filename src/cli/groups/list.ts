import type { Command } from 'commander';
import type { Cli } from '../program.ts';

/** `subscribers …`. */
export function listGroup(program: Command, cli: Cli): void {
  program.commandsGroup('The list');
  const subscribers = program.command('subscribers').description('the list').exitOverride();
  cli
    .command(subscribers, 'import <file>', 'CSV (comma, semicolon or tab) or JSON Lines: email, name, language')
    .action((file: string) =>
      cli.doing(async context => (await import('../commands/subscribers.ts')).importFile(context, file)),
    );
  cli
    .command(subscribers, 'export [file]', 'the whole list, to standard output if no file is named')
    .option('--as <csv|jsonl>', 'the format; else by the file name')
    .action((file: string | undefined, { as }: { as?: string }) =>
      cli.doing(async context => (await import('../commands/subscribers.ts')).exportFile(context, file, as)),
    );
  cli
    .command(subscribers, 'add <address>', 'one subscriber')
    .option('--name <name>', 'their name')
    .option('--language <tag>', 'their language; the default one if none is named')
    .action((email: string, { name, language }: { name?: string; language?: string }) =>
      cli.doing(async context => (await import('../commands/subscribers.ts')).add(context, { email, name, language })),
    );
  cli
    .command(subscribers, 'list', 'how many there are, by language')
    .action(() => cli.doing(async context => (await import('../commands/subscribers.ts')).list(context)));
  cli
    .command(subscribers, 'show <address>', 'what is known of one')
    .action((address: string) =>
      cli.doing(async context => (await import('../commands/subscribers.ts')).show(context, address)),
    );
}

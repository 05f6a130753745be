import type { Command } from 'commander';
import type { Cli } from '../../program.ts';

/** `subscribers …` and `suppressions …`. */
export function listGroup(program: Command, cli: Cli): void {
  program.commandsGroup('The list');
  const subscribers = program.command('subscribers').description('the list').exitOverride();
  cli
    .command(
      subscribers,
      'import <file>',
      'CSV (comma, semicolon or tab) or JSON Lines: email, name, language, tags, time_zone',
    )
    .option('--from <program>', 'an export of listmonk, mailchimp, substack, ghost or brevo')
    .action((file: string, { from }: { from?: string }) =>
      cli.doing(async context => (await import('./subscribers-import.ts')).importFile(context, file, from)),
    );
  cli
    .command(subscribers, 'export [file]', 'the whole list, to standard output if no file is named')
    .option('--as <csv|jsonl>', 'the format; else by the file name')
    .action((file: string | undefined, { as }: { as?: string }) =>
      cli.doing(async context => (await import('./subscribers.ts')).exportFile(context, file, as)),
    );
  cli
    .command(subscribers, 'add <address>', 'one subscriber')
    .option('--name <name>', 'their name')
    .option('--language <tag>', 'their language; the default one if none is named')
    .option('--tags <tags>', 'their tags, with commas between')
    .option('--time-zone <name>', 'where their clock is, as America/Montreal; for issues that go by it')
    .action((email: string, flags: { name?: string; language?: string; tags?: string; timeZone?: string }) =>
      cli.doing(async context => (await import('./subscribers.ts')).add(context, { email, ...flags })),
    );
  cli
    .command(subscribers, 'list', 'how many there are, by language')
    .action(() => cli.doing(async context => (await import('./subscribers.ts')).list(context)));
  cli
    .command(subscribers, 'show <address>', 'all that is stored about one')
    .action((address: string) => cli.doing(async context => (await import('./subscribers.ts')).show(context, address)));
  cli
    .command(subscribers, 'tag <address>', 'set and take away tags')
    .option('--add <tags>', 'with commas between', '')
    .option('--remove <tags>', 'with commas between', '')
    .action((address: string, { add, remove }: { add: string; remove: string }) =>
      cli.doing(async context => (await import('./subscribers.ts')).tag(context, address, add, remove)),
    );
  cli
    .command(subscribers, 'erase <address>', 'forget one for ever, at their own wish')
    .option('--yes', 'do not ask')
    .action((address: string, { yes }: { yes?: boolean }) =>
      cli.doing(async context => (await import('./subscribers.ts')).erase(context, address, yes === true)),
    );

  const suppressions = program.command('suppressions').description('who must not be mailed, and why').exitOverride();
  cli
    .command(suppressions, 'list', 'each address, why and since when')
    .action(() => cli.doing(async context => (await import('./suppressions.ts')).list(context)));
  cli
    .command(suppressions, 'add <address>', 'never mail this address again')
    .option('--reason <words>', 'why', 'added by hand')
    .action((address: string, { reason }: { reason: string }) =>
      cli.doing(async context => (await import('./suppressions.ts')).add(context, address, reason)),
    );
  cli
    .command(suppressions, 'remove <address>', 'let an address be mailed again')
    .requiredOption('--reason <words>', 'why that is right; it is kept')
    .action((address: string, { reason }: { reason: string }) =>
      cli.doing(async context => (await import('./suppressions.ts')).remove(context, address, reason)),
    );
  cli
    .command(suppressions, 'import <file>', 'CSV: email, reason')
    .option('--reason <words>', 'for those whose line names none', 'imported')
    .action((file: string, { reason }: { reason: string }) =>
      cli.doing(async context => (await import('./suppressions.ts')).importFile(context, file, reason)),
    );
  cli
    .command(suppressions, 'export [file]', 'as CSV, to standard output if no file is named')
    .action((file: string | undefined) =>
      cli.doing(async context => (await import('./suppressions.ts')).exportFile(context, file)),
    );
}

import type { Command } from 'commander';
import { t } from '../../../wording/wording.ts';
import { type Cli, collect } from '../../program.ts';
import type { ImportFlags } from './import-options.ts';
import type { AddFlags } from './subscribers-add.ts';

/** `subscribers …` and `suppressions …`. */
export function listGroup(program: Command, cli: Cli): void {
  program.commandsGroup(t('The list'));
  const subscribers = program
    .command('subscribers')
    .description(t('import, export, add, show, tag or erase subscribers'))
    .exitOverride();
  defineSubscribersImport(subscribers, cli);
  defineSubscribersExport(subscribers, cli);
  defineSubscribersAdd(subscribers, cli);
  defineSubscribersList(subscribers, cli);
  defineSubscribersShow(subscribers, cli);
  defineSubscribersTag(subscribers, cli);
  defineSubscribersErase(subscribers, cli);
  const suppressions = program
    .command('suppressions')
    .description(t('manage blocked addresses, with reasons'))
    .exitOverride();
  defineSuppressionsList(suppressions, cli);
  defineSuppressionsAdd(suppressions, cli);
  defineSuppressionsRemove(suppressions, cli);
  defineSuppressionsImport(suppressions, cli);
  defineSuppressionsExport(suppressions, cli);
}

function defineSubscribersImport(parent: Command, cli: Cli): void {
  cli
    .command(
      parent,
      'import <file>',
      t(
        'add and update subscribers from CSV (comma, semicolon or tab) or JSON Lines, or a zip archive of them: email, name, language, tags, time_zone; - reads standard input',
      ),
    )
    .option(
      '--from <program>',
      t(
        'the program that exported the file, if its columns do not show it: listmonk, mailchimp, substack, ghost, brevo, keila, mailtrain, buttondown, beehiiv, mailerlite, kit, mailjet or phplist',
      ),
    )
    .option('--map <column=field>', t('what a column holds; repeatable'), collect)
    .option('--ignore <column>', t('a column that says nothing of the person; repeatable'), collect)
    .option('--encoding <name>', t('such as windows-1252 or utf-16le (default: utf-8)'))
    .option('--dates <order>', t('the order of day, month and year in dates: dmy, mdy or ymd'))
    .option('--left', t('everyone in the file has unsubscribed'))
    .option(
      '--language <tag>',
      t('the language of new subscribers whose line names none (default: the first in hebdo.yaml)'),
    )
    .option('--dry-run', t('show what would be imported'))
    .option('--yes', t('do not ask for confirmation'))
    .action((file: string, flags: ImportFlags) =>
      cli.doing(async context => (await import('./subscribers-import.ts')).importFile(context, file, flags)),
    );
}

function defineSubscribersExport(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'export [file]', t('write the whole list to a file or standard output'))
    .option('--as <csv|jsonl>', t('the format (default: by the file name)'))
    .action((file: string | undefined, { as }: { as?: string }) =>
      cli.doing(async context => (await import('./subscribers.ts')).exportFile(context, file, as)),
    );
}

function defineSubscribersAdd(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'add <address>', t('add one subscriber'))
    .option('--name <name>', t('their name'))
    .option('--language <tag>', t('their language (default: the first in hebdo.yaml)'))
    .option('--tags <tags>', t('their tags, separated by commas'))
    .option('--time-zone <name>', t('their time zone, such as America/Montreal; for issues sent at local time'))
    .option('--field <key=value>', t('a field that hebdo.yaml declares; repeatable'), collect)
    .action((email: string, flags: AddFlags) =>
      cli.doing(async context => (await import('./subscribers-add.ts')).add(context, { email, ...flags })),
    );
}

function defineSubscribersList(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'list', t('show counts by language and tag'))
    .action(() => cli.doing(async context => (await import('./subscribers.ts')).list(context)));
}

function defineSubscribersShow(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'show <address>', t('show everything stored about one subscriber'))
    .action((address: string) => cli.doing(async context => (await import('./subscribers.ts')).show(context, address)));
}

function defineSubscribersTag(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'tag <address>', t('add and remove tags'))
    .option('--add <tags>', t('tags, separated by commas'), '')
    .option('--remove <tags>', t('tags, separated by commas'), '')
    .action((address: string, { add, remove }: { add: string; remove: string }) =>
      cli.doing(async context => (await import('./subscribers.ts')).tag(context, address, add, remove)),
    );
}

function defineSubscribersErase(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'erase <address>', t('delete a subscriber’s data for good, on request'))
    .option('--yes', t('do not ask for confirmation'))
    .action((address: string, { yes }: { yes?: boolean }) =>
      cli.doing(async context => (await import('./subscribers.ts')).erase(context, address, yes === true)),
    );
}

function defineSuppressionsList(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'list', t('show each address, with reason and date'))
    .action(() => cli.doing(async context => (await import('./suppressions.ts')).list(context)));
}

function defineSuppressionsAdd(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'add <address>', t('block an address: never mail it again'))
    .option('--reason <words>', t('the reason'), t('added by hand'))
    .action((address: string, { reason }: { reason: string }) =>
      cli.doing(async context => (await import('./suppressions.ts')).add(context, address, reason)),
    );
}

function defineSuppressionsRemove(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'remove <address>', t('unblock an address'))
    .requiredOption('--reason <words>', t('the reason; it is stored'))
    .action((address: string, { reason }: { reason: string }) =>
      cli.doing(async context => (await import('./suppressions.ts')).remove(context, address, reason)),
    );
}

function defineSuppressionsImport(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'import <file>', t('block addresses from CSV: email, reason'))
    .option('--reason <words>', t('the reason for lines without one'), t('imported'))
    .action((file: string, { reason }: { reason: string }) =>
      cli.doing(async context => (await import('./suppressions.ts')).importFile(context, file, reason)),
    );
}

function defineSuppressionsExport(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'export [file]', t('write the blocked addresses as CSV to a file or standard output'))
    .action((file: string | undefined) =>
      cli.doing(async context => (await import('./suppressions.ts')).exportFile(context, file)),
    );
}

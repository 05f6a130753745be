import type { Command } from 'commander';
import { t } from '../../../wording/wording.ts';
import type { Cli } from '../../program.ts';

/** `doctor`, `store …` and `dkim …`. */
export function moreGroup(program: Command, cli: Cli): void {
  program.commandsGroup(t('More'));
  defineDoctor(program, cli);
  const store = program.command('store').description(t('copy, back up or restore the database')).exitOverride();
  for (const [name, words] of [
    ['migrate', t('update the tables; every command does this automatically')],
    ['status', t('show the database and the row counts of its tables')],
  ] as const)
    cli
      .command(store, name, words)
      .action(() => cli.doing(async context => (await import('./store.ts')).status(context)));
  defineStoreCopy(store, cli);
  defineStoreBackup(store, cli);
  defineStoreRestore(store, cli);
  const dkim = program.command('dkim').description(t('make keys that sign the mail')).exitOverride();
  defineDkimNew(dkim, cli);
}

function defineDoctor(program: Command, cli: Cli): void {
  cli
    .command(program, 'doctor', t('check the set-up for sending: settings, SMTP, DNS, store, pages; with remedies'))
    .option('--dns <address>', t('the DNS server, such as 9.9.9.9 or 127.0.0.1:5353 (default: the system’s)'))
    .action(({ dns }: { dns?: string }) =>
      cli.doing(async context => (await import('./doctor.ts')).doctor(context, dns)),
    );
}

function defineStoreCopy(parent: Command, cli: Cli): void {
  cli
    .command(
      parent,
      'copy <from> <to>',
      t('copy everything from one database to another, SQLite or PostgreSQL, and compare them'),
    )
    .action((from: string, to: string) =>
      cli.doing(async context => (await import('./store.ts')).copy(context, from, to)),
    );
}

function defineStoreBackup(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'backup [file]', t('copy the SQLite database while it is in use, to a file or .hebdo/backups'))
    .action((file: string | undefined) =>
      cli.doing(async context => (await import('./backup.ts')).backup(context, file)),
    );
}

function defineStoreRestore(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'restore <file>', t('replace the SQLite database by a backup; the old one is kept beside it'))
    .option('--yes', t('do not ask for confirmation'))
    .action((file: string, { yes }: { yes?: boolean }) =>
      cli.doing(async context => (await import('./backup.ts')).restore(context, file, yes === true)),
    );
}

function defineDkimNew(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'new <domain>', t('make a key, and print the DNS record that publishes it'))
    .option('--selector <name>', t("the key's name in the DNS"), 'hebdo')
    .option(
      '--type <rsa|ed25519>',
      t('RSA with 2048 bits, which every receiver verifies, or Ed25519 as a second key'),
      'rsa',
    )
    .option('--out <file>', t('the file for the private key'))
    .action((domain: string, { type, ...rest }: { selector: string; type: string; out?: string }, self: Command) => {
      if (type !== 'rsa' && type !== 'ed25519') self.error(t('error: --type takes rsa or ed25519'));
      return cli.doing(async context => (await import('./dkim.ts')).dkimNew(context, domain, { ...rest, type }));
    });
}

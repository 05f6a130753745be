import type { Command } from 'commander';
import type { Cli } from '../../program.ts';

/** `doctor`, `store …` and `dkim …`. */
export function moreGroup(program: Command, cli: Cli): void {
  program.commandsGroup('More');
  defineDoctor(program, cli);
  const store = program.command('store').description('the database').exitOverride();
  for (const [name, words] of [
    ['migrate', 'bring its tables up to date; every command does that by itself'],
    ['status', 'which it is, and how many rows its tables have'],
  ] as const)
    cli
      .command(store, name, words)
      .action(() => cli.doing(async context => (await import('./store.ts')).status(context)));
  defineStoreCopy(store, cli);
  defineStoreBackup(store, cli);
  defineStoreRestore(store, cli);
  const dkim = program.command('dkim').description('keys that sign the mail').exitOverride();
  defineDkimNew(dkim, cli);
}

function defineDoctor(program: Command, cli: Cli): void {
  cli
    .command(program, 'doctor', 'check the set-up for sending: settings, SMTP, DNS, store, pages; with remedies')
    .option('--dns <address>', 'the DNS server to ask, as 9.9.9.9 or 127.0.0.1:5353; else that of the system')
    .action(({ dns }: { dns?: string }) =>
      cli.doing(async context => (await import('./doctor.ts')).doctor(context, dns)),
    );
}

function defineStoreCopy(parent: Command, cli: Cli): void {
  cli
    .command(
      parent,
      'copy <from> <to>',
      'everything from one database to another, SQLite or PostgreSQL, and compare them',
    )
    .action((from: string, to: string) =>
      cli.doing(async context => (await import('./store.ts')).copy(context, from, to)),
    );
}

function defineStoreBackup(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'backup [file]', 'a copy of a SQLite database in use; else in .hebdo/backups')
    .action((file: string | undefined) =>
      cli.doing(async context => (await import('./backup.ts')).backup(context, file)),
    );
}

function defineStoreRestore(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'restore <file>', 'put a backup in the place of the SQLite database, which is kept beside it')
    .option('--yes', 'do not ask')
    .action((file: string, { yes }: { yes?: boolean }) =>
      cli.doing(async context => (await import('./backup.ts')).restore(context, file, yes === true)),
    );
}

function defineDkimNew(parent: Command, cli: Cli): void {
  cli
    .command(parent, 'new <domain>', 'a new key, and the DNS record that publishes it')
    .option('--selector <name>', "the key's name in the DNS", 'hebdo')
    .option('--type <rsa|ed25519>', 'RSA with 2048 bits, which everyone verifies, or Ed25519 beside it', 'rsa')
    .option('--out <file>', 'where to write the private key')
    .action((domain: string, { type, ...rest }: { selector: string; type: string; out?: string }, self: Command) => {
      if (type !== 'rsa' && type !== 'ed25519') self.error('error: --type takes rsa or ed25519');
      return cli.doing(async context => (await import('./dkim.ts')).dkimNew(context, domain, { ...rest, type }));
    });
}

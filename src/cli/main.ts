import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { Durability } from '../store/sqlite.ts';
import type { InitOptions } from './commands/init.ts';
import { completionScript, shells } from './completion.ts';
import { type Context, type ExitCode, exit, makeContext } from './context.ts';
import { tellFailure } from './failure.ts';
import { metadata } from './metadata.ts';

const usualFormats = ['text', 'json'] as const;
const statusFormats = ['text', 'json', 'html'] as const;
const checkFormats = ['text', 'json', 'github', 'sarif'] as const;

type Shared = { cwd: string; format: string; verbose: boolean };

const shared: Shared = { cwd: '.', format: 'text', verbose: false };
let code: ExitCode = exit.done;

/** A command's work, with what it needs to run. Each command's code is loaded only when it is called. */
const doing = async (work: (context: Context) => Promise<ExitCode>): Promise<void> => {
  code = await work(await makeContext(resolve(shared.cwd), shared.format !== 'text', process));
};

/** The first Ctrl-C or SIGTERM asks the work to stop in order, the second ends it where it stands. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exit.interrupted);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

const durability = (text: string): Durability => {
  if (text === 'process' || text === 'power') return text;
  throw new InvalidArgumentError('It is process or power.');
};

const program = new Command('hebdo')
  .description(metadata.description)
  .version(metadata.version)
  .exitOverride()
  .showHelpAfterError('(hebdo --help shows the commands)');

/** A command with the options that all have. */
const command = (
  parent: Command,
  nameAndArguments: string,
  description: string,
  formats: readonly string[] = usualFormats,
): Command =>
  parent
    .command(nameAndArguments)
    .description(description)
    .exitOverride()
    .option('--cwd <dir>', "the newsletter's folder, where hebdo.yaml lies", '.')
    .option(
      `--format <${formats.join('|')}>`,
      'other than text: the result on standard output, all else on standard error',
      'text',
    )
    .option('--verbose', 'show the stack of an unexpected error')
    .hook('preAction', self => {
      const { cwd, format, verbose } = self.opts<{ cwd: string; format: string; verbose?: boolean }>();
      if (!formats.includes(format)) self.error(`error: --format takes ${formats.join(', ')}`);
      Object.assign(shared, { cwd, format, verbose: verbose === true });
    });

program.commandsGroup('Begin');

command(program, 'init [dir]', 'a working newsletter to start from')
  .option('--name <name...>', 'its name, in the order of the languages')
  .option('--languages <tags>', 'the default one first: fr,en')
  .option('--accent <colour>', 'one colour: "#b3261e"')
  .option('--url <url>', 'where its pages live')
  .option('--from <address>', 'the address it is sent from')
  .option('--publisher <name>', 'who publishes it')
  .option('--yes', 'do not ask')
  .action((dir: string | undefined, flags: Omit<InitOptions, 'name' | 'yes'> & { name?: string[]; yes?: boolean }) =>
    doing(async context =>
      (await import('./commands/init.ts')).init(context, dir ?? '.', {
        ...flags,
        name: flags.name ?? [],
        yes: flags.yes === true,
      }),
    ),
  );

command(
  program,
  'demo',
  'send the newest ready issue to sample subscribers at an SMTP server of its own, and show them',
)
  .option('--once', 'end after sending instead of serving the inbox')
  .option('--port <n>', "the inbox's port; the next free one if it is taken", whole(1, 65_535), 4321)
  .action(({ once, port }: { once?: boolean; port: number }) =>
    doing(async context =>
      (await import('./commands/demo.ts')).demo(context, { once: once === true, port }, interruption()),
    ),
  );

program.commandsGroup('Write an issue');

command(program, 'new [week]', "next week's issue file, ready to fill").action((week: string | undefined) =>
  doing(async context => (await import('./commands/new.ts')).newWeek(context, week)),
);

command(
  program,
  'check [issue...]',
  'everything that can be known before sending; all issues if none is named',
  checkFormats,
)
  .option('--fix', 'mend what is safe to mend')
  .option('--online', 'follow the links too')
  .action((issues: string[], { fix, online }: { fix?: boolean; online?: boolean }) =>
    doing(async context => {
      const format = checkFormats.find(name => name === shared.format) ?? 'text';
      const options = { format, fix: fix === true, online: online === true };
      return (await import('./commands/check.ts')).check(context, issues, options);
    }),
  );

command(program, 'build [issue]', 'write the editions as HTML, plain text, .eml and web version')
  .option('--out <dir>', 'where to write them', 'dist')
  .action((issue: string | undefined, { out }: { out: string }) =>
    doing(async context => (await import('./commands/build.ts')).build(context, issue, out)),
  );

command(program, 'preview [issue]', 'the issue in the browser as readers will see it, live while you write')
  .option('--port <n>', 'the port; the next free one if it is taken', whole(1, 65_535), 4322)
  .option('--no-open', 'do not open the browser')
  .action((issue: string | undefined, options: { port: number; open: boolean }) =>
    doing(async context => (await import('./commands/preview.ts')).preview(context, issue, options, interruption())),
  );

command(program, 'import <url|file>', 'a web page, saved page, pasted text or feed becomes a draft in the issue')
  .option('--issue <week>', 'the issue to add it to; the newest draft if none is named')
  .option('--url <url>', 'where a saved page or pasted text comes from')
  .option('--since <span>', 'of a feed: items of the last 12h, 7d, 2w')
  .option('--all', 'of a feed: every item, without asking')
  .action((from: string, { all, ...options }: { issue?: string; url?: string; since?: string; all?: boolean }) =>
    doing(async context =>
      (await import('./commands/import.ts')).importArticles(context, from, { ...options, all: all === true }),
    ),
  );

type SendFlags = {
  yes?: boolean;
  dryRun?: boolean;
  to?: string;
  language?: string;
  due?: boolean;
  resendUncertain?: boolean;
  acceptChanges?: boolean;
  connections?: number;
  rate?: number;
  durability: Durability;
};

program.commandsGroup('Send it');

command(program, 'send [issue]', 'send an issue to all that are due, or go on where it was cut off')
  .option('--yes', 'do not ask')
  .option('--dry-run', 'show who is due, send nothing')
  .option('--to <address>', 'send a test copy to one address instead; leaves no trace')
  .option('--language <tag>', 'with --to: this edition only')
  .option('--due', 'for schedulers: every ready issue whose send_at has come, once')
  .option('--resend-uncertain', 'send again what may have arrived already')
  .option('--accept-changes', 'go on although the issue was changed after its sending began')
  .option('--connections <n>', 'SMTP connections at once; else as hebdo.yaml says, else 5', whole(1, 100))
  .option(
    '--durability <process|power>',
    'what the ledger survives: the end of the process, or a power cut too',
    durability,
    'process',
  )
  .option('--rate <n>', 'messages a second, at most, sent evenly', whole(1, 100_000))
  .action((issue: string | undefined, flags: SendFlags, self: Command) => {
    if (flags.due === true ? issue !== undefined : issue === undefined)
      self.error('error: name one issue, as in `hebdo send 2026-W48`, or say --due');
    return doing(async context => {
      if (issue === undefined) return (await import('./commands/send-due.ts')).sendDue(context, flags, interruption());
      if (flags.to !== undefined)
        return (await import('./commands/send-test.ts')).sendTest(context, issue, flags.to, flags.language);
      const options = {
        yes: flags.yes === true,
        dryRun: flags.dryRun === true,
        resendUncertain: flags.resendUncertain === true,
        acceptChanges: flags.acceptChanges === true,
        connections: flags.connections,
        rate: flags.rate,
        durability: flags.durability,
      };
      return (await import('./commands/send.ts')).send(context, issue, options, interruption());
    });
  });

command(program, 'status [issue]', 'what the ledger says: who has it, when, and what went wrong', statusFormats)
  .option('--out <file>', 'of --format html: where to write the page; else dist/<week>/status.html')
  .action((issue: string | undefined, { out }: { out?: string }, self: Command) => {
    const format = statusFormats.find(known => known === shared.format) ?? 'text';
    if (format === 'html' && issue === undefined) self.error('error: name the issue whose page is to be written');
    return doing(async context => (await import('./commands/status.ts')).status(context, issue, { format, out }));
  });

program.commandsGroup('The list');

const subscribers = program.command('subscribers').description('the list').exitOverride();
command(subscribers, 'import <file>', 'CSV (comma, semicolon or tab) or JSON Lines: email, name, language').action(
  (file: string) => doing(async context => (await import('./commands/subscribers.ts')).importFile(context, file)),
);
command(subscribers, 'export [file]', 'the whole list, to standard output if no file is named')
  .option('--as <csv|jsonl>', 'the format; else by the file name')
  .action((file: string | undefined, { as }: { as?: string }) =>
    doing(async context => (await import('./commands/subscribers.ts')).exportFile(context, file, as)),
  );
command(subscribers, 'add <address>', 'one subscriber')
  .option('--name <name>', 'their name')
  .option('--language <tag>', 'their language; the default one if none is named')
  .action((email: string, { name, language }: { name?: string; language?: string }) =>
    doing(async context => (await import('./commands/subscribers.ts')).add(context, { email, name, language })),
  );
command(subscribers, 'list', 'how many there are, by language').action(() =>
  doing(async context => (await import('./commands/subscribers.ts')).list(context)),
);
command(subscribers, 'show <address>', 'what is known of one').action((address: string) =>
  doing(async context => (await import('./commands/subscribers.ts')).show(context, address)),
);

program.commandsGroup('For subscribers');

command(program, 'serve', "the pages that messages' links lead to: unsubscribe, preferences, language")
  .option('--host <address>', 'the address to listen on; 0.0.0.0 is all', '127.0.0.1')
  .option('--port <n>', 'the port', whole(0, 65_535), 8_080)
  .action((where: { host: string; port: number }) =>
    doing(async context =>
      (await import('./commands/serve.ts')).serveCommand(
        context,
        { host: where.host, port: where.port },
        interruption(),
      ),
    ),
  );

program.commandsGroup('More');

const dkim = program.command('dkim').description('keys that sign the mail').exitOverride();
command(dkim, 'new <domain>', 'a new key, and the DNS record that publishes it')
  .option('--selector <name>', "the key's name in the DNS", 'hebdo')
  .option('--type <rsa|ed25519>', 'RSA with 2048 bits, which everyone verifies, or Ed25519 beside it', 'rsa')
  .option('--out <file>', 'where to write the private key')
  .action((domain: string, { type, ...rest }: { selector: string; type: string; out?: string }, self: Command) => {
    if (type !== 'rsa' && type !== 'ed25519') self.error('error: --type takes rsa or ed25519');
    return doing(async context => (await import('./commands/dkim.ts')).dkimNew(context, domain, { ...rest, type }));
  });

program
  .command('completion <shell>')
  .description(`completion of commands for ${shells.join(', ')}: eval "$(hebdo completion bash)"`)
  .exitOverride()
  .action((shell: string, _options: unknown, self: Command) => {
    const known = shells.find(name => name === shell);
    if (known === undefined) self.error(`error: completion is for ${shells.join(', ')}`);
    else process.stdout.write(completionScript(program, known));
  });

try {
  await program.parseAsync();
} catch (cause) {
  // Help and version end this way too, with code 0; all else that commander says is wrong usage.
  if (cause instanceof CommanderError) code = cause.exitCode === 0 ? exit.done : exit.usage;
  else code = tellFailure(cause, shared.verbose, process.stderr);
}
process.exitCode = code;

import type { Command } from 'commander';
import type { SendOptions } from '../../../app/send/options.ts';
import { t } from '../../../wording/wording.ts';
import { type Cli, durability, sendFormats, statusFormats, whole } from '../../program.ts';

/** What the command line says of `send`; see `SendOptions` for how an issue is sent. */
type Flags = SendOptions & {
  yes?: boolean;
  dryRun?: boolean;
  to?: string[];
  language?: string;
  due?: boolean;
  ephemeralLedger?: boolean;
  watch?: boolean;
};

/** `approve`, `send`, `worker`, `schedule`, `status` and `report`. */
export function sendGroup(program: Command, cli: Cli): void {
  program.commandsGroup(t('Send it'));
  defineApprove(program, cli);
  defineSend(program, cli);
  defineWorker(program, cli);
  defineSchedule(program, cli);
  defineStatus(program, cli);
  defineReport(program, cli);
}

function defineApprove(program: Command, cli: Cli): void {
  cli
    .command(program, 'approve <issue>', t('approve an issue as it is now; recorded in a file beside it'))
    .option('--name <name>', t('your name (default: the name in git)'))
    .action((issue: string, { name }: { name?: string }) =>
      cli.doing(async context => (await import('./approve.ts')).approve(context, issue, name)),
    );
}

function defineSend(program: Command, cli: Cli): void {
  withSpeed(
    cli
      .command(program, 'send [issue]', t('send an issue to all readers who are due, or resume'), sendFormats)
      .option('--yes', t('do not ask for confirmation'))
      .option('--dry-run', t('show who is due, send nothing'))
      .option(
        '--to <address|group>',
        t(
          'send a test copy to these instead: addresses, or groups of test_readers in hebdo.yaml, with commas; leaves no trace',
        ),
        (value: string, all: string[] = []) => [...all, ...value.split(',').map(one => one.trim())],
      )
      .option('--language <tag>', t('with --to: this edition only'))
      .option('--due', t('for schedulers: send every ready issue whose send_at has passed, once'))
      .option('--ephemeral-ledger', t('with --due in CI: accept a SQLite file as the ledger'))
      .option(
        '--hand-out',
        t('cut the issue into chunks for `hebdo worker`, on any number of machines, and show the progress'),
      )
      .option('--watch', t('only show the progress, and each worker'))
      .option('--resend-uncertain', t('send uncertain deliveries again; readers may get a second copy'))
      .option('--lift-stop', t('end a stop of all sending that the server’s refusals caused'))
      .option('--accept-changes', t('send although the issue was changed after its sending began'))
      .option(
        '--accept-restored-ledger',
        t('send although the database may be an older copy; readers may get a second copy'),
      )
      .option('--send-again', t('send articles that were sent under another week')),
  ).action((issue: string | undefined, flags: Flags, self: Command) => {
    if (flags.due === true ? issue !== undefined : issue === undefined)
      self.error(t('error: name one issue, as in `hebdo send 2026-W48`, or use --due'));
    const forOne = [
      'to',
      'watch',
      'resendUncertain',
      'acceptChanges',
      'acceptRestoredLedger',
      'sendAgain',
      'liftStop',
    ] as const;
    if (flags.due === true && forOne.some(name => flags[name] !== undefined))
      self.error(
        t(
          'error: --to, --watch and the options of a decision need the name of one issue, and cannot be used with --due',
        ),
      );
    if (flags.to === undefined && flags.language !== undefined)
      self.error(t('error: --language needs --to; all editions of an issue are sent'));
    if (flags.to !== undefined && flags.dryRun === true)
      self.error(t('error: --to cannot be used with --dry-run; `hebdo preview` shows the issue'));
    if (cli.format() === 'github' && flags.due !== true) self.error(t('error: --format github needs --due'));
    return cli.doing(async context => {
      if (issue === undefined)
        return (await import('./send-due.ts')).sendDue(
          context,
          { ...flags, github: cli.format() === 'github' },
          cli.interruption(),
        );
      if (flags.watch === true) return (await import('./send-watch.ts')).sendWatch(context, issue, cli.interruption());
      if (flags.to !== undefined)
        return (await import('./send-test.ts')).sendTest(context, issue, flags.to, flags.language);
      return (await import('./send.ts')).send(context, issue, flags, cli.interruption());
    });
  });
}

function defineWorker(program: Command, cli: Cli): void {
  cli
    .command(program, 'worker', t('send part of an issue; many workers share one PostgreSQL'))
    .option(
      '--connections <n>',
      t('SMTP connections of this worker (default: its share of hebdo.yaml, else 5)'),
      whole(1, 100),
    )
    .option('--once', t('end when no chunk is left'))
    .option(
      '--health <port>',
      t('answer /health on this port: 200 if all is well, else 503, with the present chunk'),
      whole(1, 65_535),
    )
    .action(({ connections, once, health }: { connections?: number; once?: boolean; health?: number }) =>
      cli.doing(async context =>
        (await import('./worker.ts')).worker(context, { connections, once: once === true, health }, cli.interruption()),
      ),
    );
}

/** Adds the options that say how fast a command sends, and what its ledger survives. */
function withSpeed(command: Command): Command {
  return command
    .option(
      '--connections <n>',
      t('SMTP connections at the same time (default: from hebdo.yaml, else 5)'),
      whole(1, 100),
    )
    .option(
      '--durability <process|power>',
      t('what the ledger survives: a crash of the process, or also a power cut'),
      durability,
      'process',
    )
    .option('--rate <n>', t('at most this many messages per second, sent evenly'), whole(1, 100_000));
}

function defineSchedule(program: Command, cli: Cli): void {
  withSpeed(cli.command(program, 'schedule', t('for a service: send each ready issue when its time comes')))
    .option('--hand-out', t('cut issues into chunks for `hebdo worker`'))
    .action((options: SendOptions) =>
      cli.doing(async context => (await import('./schedule.ts')).schedule(context, options, cli.interruption())),
    );
}

function defineStatus(program: Command, cli: Cli): void {
  cli
    .command(
      program,
      'status [issue]',
      t('show deliveries by state, and the servers’ replies to failures'),
      statusFormats,
    )
    .option('--out <file>', t('with --format html: the file to write (default: dist/<week>/status.html)'))
    .action((issue: string | undefined, { out }: { out?: string }, self: Command) => {
      const format = statusFormats.find(known => known === cli.format()) ?? 'text';
      if (format === 'html' && issue === undefined) self.error(t('error: --format html needs the name of an issue'));
      return cli.doing(async context => (await import('./status.ts')).status(context, issue, { format, out }));
    });
}

function defineReport(program: Command, cli: Cli): void {
  cli
    .command(
      program,
      'report <issue>',
      t('show statistics: sent, bounced, unsubscribed, joined, clicks'),
      statusFormats,
    )
    .option('--out <file>', t('with --format html: the file to write (default: dist/<week>/report.html)'))
    .action((issue: string, { out }: { out?: string }) => {
      const format = statusFormats.find(known => known === cli.format()) ?? 'text';
      return cli.doing(async context => (await import('./report.ts')).report(context, issue, { format, out }));
    });
}

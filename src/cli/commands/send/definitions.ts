import type { Command } from 'commander';
import type { SendOptions } from '../../../app/send/options.ts';
import { type Cli, durability, sendFormats, statusFormats, whole } from '../../program.ts';

/** What the command line says of `send`; see `SendOptions` for how an issue is sent. */
type Flags = SendOptions & {
  yes?: boolean;
  dryRun?: boolean;
  to?: string;
  language?: string;
  due?: boolean;
  ephemeralLedger?: boolean;
  watch?: boolean;
};

/** `approve`, `send`, `worker`, `schedule`, `status` and `report`. */
export function sendGroup(program: Command, cli: Cli): void {
  program.commandsGroup('Send it');
  defineApprove(program, cli);
  defineSend(program, cli);
  defineWorker(program, cli);
  defineSchedule(program, cli);
  defineStatus(program, cli);
  defineReport(program, cli);
}

function defineApprove(program: Command, cli: Cli): void {
  cli
    .command(program, 'approve <issue>', 'approve an issue as it is now; recorded in a file beside it')
    .option('--name <name>', 'your name; else the one that git knows')
    .action((issue: string, { name }: { name?: string }) =>
      cli.doing(async context => (await import('./approve.ts')).approve(context, issue, name)),
    );
}

function defineSend(program: Command, cli: Cli): void {
  cli
    .command(program, 'send [issue]', 'send an issue to all readers who are due, or resume', sendFormats)
    .option('--yes', 'do not ask')
    .option('--dry-run', 'show who is due, send nothing')
    .option('--to <address>', 'send a test copy to one address instead; leaves no trace')
    .option('--language <tag>', 'with --to: this edition only')
    .option('--due', 'for schedulers: every ready issue whose send_at has come, once')
    .option('--ephemeral-ledger', 'with --due, in CI: the ledger may be a file')
    .option('--hand-out', 'let workers send it (hebdo worker, on as many machines as you like), and watch')
    .option('--watch', 'only show how far its sending is, and each worker')
    .option('--resend-uncertain', 'send again what may have arrived already')
    .option('--lift-stop', 'send although the server has refused us, and all sending has stopped')
    .option('--accept-changes', 'go on although the issue was changed after its sending began')
    .option('--accept-restored-ledger', 'go on although the database may be an older one than the last that sent it')
    .option('--send-again', 'send what went out under another week')
    .option('--connections <n>', 'SMTP connections at once; else as hebdo.yaml says, else 5', whole(1, 100))
    .option(
      '--durability <process|power>',
      'what the ledger survives: the end of the process, or a power cut too',
      durability,
      'process',
    )
    .option('--rate <n>', 'messages a second, at most, sent evenly', whole(1, 100_000))
    .action((issue: string | undefined, flags: Flags, self: Command) => {
      if (flags.due === true ? issue !== undefined : issue === undefined)
        self.error('error: name one issue, as in `hebdo send 2026-W48`, or say --due');
      const forOne = [
        'dryRun',
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
          'error: --due goes by itself; --dry-run, --to, --watch and decisions of yours want an issue that is named',
        );
      if (cli.format() === 'github' && flags.due !== true) self.error('error: --format github goes with --due');
      return cli.doing(async context => {
        if (issue === undefined)
          return (await import('./send-due.ts')).sendDue(
            context,
            { ...flags, github: cli.format() === 'github' },
            cli.interruption(),
          );
        if (flags.watch === true)
          return (await import('./send-watch.ts')).sendWatch(context, issue, cli.interruption());
        if (flags.to !== undefined)
          return (await import('./send-test.ts')).sendTest(context, issue, flags.to, flags.language);
        return (await import('./send.ts')).send(context, issue, flags, cli.interruption());
      });
    });
}

function defineWorker(program: Command, cli: Cli): void {
  cli
    .command(program, 'worker', 'send part of an issue; many workers share one PostgreSQL')
    .option('--connections <n>', 'SMTP connections of this worker; else its share of hebdo.yaml, else 5', whole(1, 100))
    .option('--once', 'end when nothing is left to take')
    .option(
      '--health <port>',
      'answer /health there: 200 while all is well, else 503, and what it works on',
      whole(1, 65_535),
    )
    .action(({ connections, once, health }: { connections?: number; once?: boolean; health?: number }) =>
      cli.doing(async context =>
        (await import('./worker.ts')).worker(context, { connections, once: once === true, health }, cli.interruption()),
      ),
    );
}

function defineSchedule(program: Command, cli: Cli): void {
  cli
    .command(program, 'schedule', 'for a service: send each ready issue when its time comes')
    .option('--connections <n>', 'SMTP connections at once; else as hebdo.yaml says, else 5', whole(1, 100))
    .option('--durability <process|power>', 'what the ledger survives', durability, 'process')
    .option('--rate <n>', 'messages a second, at most, sent evenly', whole(1, 100_000))
    .option('--hand-out', 'let workers send it (hebdo worker)')
    .action((options: SendOptions) =>
      cli.doing(async context => (await import('./schedule.ts')).schedule(context, options, cli.interruption())),
    );
}

function defineStatus(program: Command, cli: Cli): void {
  cli
    .command(program, 'status [issue]', 'deliveries by state, and the servers’ words on failures', statusFormats)
    .option('--out <file>', 'of --format html: where to write the page; else dist/<week>/status.html')
    .action((issue: string | undefined, { out }: { out?: string }, self: Command) => {
      const format = statusFormats.find(known => known === cli.format()) ?? 'text';
      if (format === 'html' && issue === undefined) self.error('error: name the issue whose page is to be written');
      return cli.doing(async context => (await import('./status.ts')).status(context, issue, { format, out }));
    });
}

function defineReport(program: Command, cli: Cli): void {
  cli
    .command(program, 'report <issue>', 'statistics: sent, bounced, unsubscribed, joined, clicks', statusFormats)
    .option('--out <file>', 'of --format html: where to write the page; else dist/<week>/report.html')
    .action((issue: string, { out }: { out?: string }) => {
      const format = statusFormats.find(known => known === cli.format()) ?? 'text';
      return cli.doing(async context => (await import('./report.ts')).report(context, issue, { format, out }));
    });
}

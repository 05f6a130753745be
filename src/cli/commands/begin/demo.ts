import { randomBytes } from 'node:crypto';
import { once as onceEvent } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileApart, languagesOf } from '../../../app/compile/compile-apart.ts';
import { loadNewsletter, newestSendable } from '../../../app/compile/newsletter.ts';
import { deliverIssue } from '../../../app/send/deliver-issue.ts';
import { planRun } from '../../../delivery/run/plan-run.ts';
import { smtpTransport } from '../../../delivery/smtp/smtp-transport.ts';
import { openMailbox } from '../../../preview/demo-mailbox.ts';
import { inboxApp } from '../../../preview/inbox-app.ts';
import { serveLocally } from '../../../preview/local-server.ts';
import { WorldError } from '../../../source/world-error.ts';
import { openStore, type Store } from '../../../store/store.ts';
import { importSubscribers, openSubscriberList } from '../../../subscribers/import.ts';
import { counted, t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit, exitCodeOf } from '../../exit-codes.ts';
import { showPlan } from '../../terminal/deliveries.ts';
import { withEvents } from '../../terminal/events.ts';
import { showWarnings } from '../../terminal/problems.ts';
import { showResult } from '../../terminal/send-result.ts';

const bundledSamples = fileURLToPath(new URL('../../../../samples/subscribers.csv', import.meta.url));

/**
 * `hebdo demo` (`npm start`): the whole way of an issue, for real, on this machine only: a fresh list and ledger in a
 * temporary folder, an SMTP server on loopback, and an inbox page to look at what arrived, until a signal ends it.
 * @param once whether it ends after sending
 */
export async function demo(
  context: Context,
  { once, port }: { once: boolean; port: number },
  signal: AbortSignal,
): Promise<ExitCode> {
  const { terminal, refuse, folder } = context;
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return refuse(newsletter.problems);
  const week = await newestSendable(newsletter.value);
  if (week === undefined) {
    terminal.say(t('  There is no issue yet: hebdo new makes one.'));
    return exit.problems;
  }
  const compiled = await compileApart('issue', folder, week);
  if (compiled.value === undefined) return refuse(compiled.problems);
  await showWarnings(terminal, compiled.problems, folder);

  const scratch = await mkdtemp(join(tmpdir(), 'hebdo-demo-'));
  const mailbox = await openMailbox();
  const store = await openStore(`sqlite:${join(scratch, 'hebdo.db')}`);
  try {
    await importSamples(context, store, newsletter.value.publication.languages[0] ?? 'en');
    const plan = await planRun(store, {
      week,
      editions: languagesOf(compiled.value),
      now: context.now(),
      audience: compiled.value.issue.audience,
    });
    if (!context.json) showPlan(terminal, { week, audience: compiled.value.issue.audience }, plan);
    const transport = smtpTransport({ host: '127.0.0.1', port: mailbox.port, tls: 'never' });
    terminal.say(t('  Sending to the SMTP server at %{name}, which is part of this demo.', { name: transport.name }));
    // Without the secret of the environment it leaves no marker of a run.
    const result = await deliverIssue(
      { ...withEvents(context), env: { ...context.env, HEBDO_SECRET: undefined } },
      {
        sendable: compiled.value,
        store,
        transport,
        sender: { secret: randomBytes(32).toString('base64') },
        options: { connections: 3 },
        signal,
      },
    );
    await showResult(context, result);
    const code = exitCodeOf(result);
    if (code !== exit.done || once) return code;
    const inbox = await serveLocally(inboxApp(mailbox), port);
    terminal.say(t('\n  The inbox: %{url}   (Ctrl-C ends it)', { url: inbox.url }));
    if (!signal.aborted) await onceEvent(signal, 'abort');
    await inbox.close();
    return exit.done;
  } finally {
    await store.close();
    await mailbox.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The newsletter's own sample subscribers, or hebdo's. */
async function importSamples({ folder, terminal, now }: Context, store: Store, language: string): Promise<void> {
  const own = join(folder, 'samples/subscribers.csv');
  const file = await access(own).then(
    () => own,
    () => bundledSamples,
  );
  const { value: list, problems } = await openSubscriberList(file);
  const report = list && (await importSubscribers(store, { list, fallback: language, secrets: [], now: now() }));
  if (report?.value === undefined)
    throw new WorldError(
      t('%{file} cannot be read: %{message}', { file, message: (report?.problems ?? problems)[0]?.message ?? '' }),
    );
  const { added, rejected } = report.value;
  terminal.say(
    rejected.length > 0
      ? t('  %{added} imported, %{rejected} rejected.', {
          added: counted(added, 'sample subscriber', 'sample subscribers'),
          rejected: rejected.length,
        })
      : t('  %{added} imported.', { added: counted(added, 'sample subscriber', 'sample subscribers') }),
  );
}

import { once } from 'node:events';
import { compileApart } from '../../../app/compile/compile-apart.ts';
import { loadNewsletter } from '../../../app/compile/newsletter.ts';
import { makeLog } from '../../../app/observe/log.ts';
import { makeArchive } from '../../../app/readers/archive.ts';
import { sendConfirmations } from '../../../app/readers/confirmation-job.ts';
import { linkSecrets } from '../../../app/settings/secrets.ts';
import { sendSettings } from '../../../app/settings/send-settings.ts';
import { webhookProviders } from '../../../app/settings/webhook-providers.ts';
import { errorText } from '../../../source/error-text.ts';
import { webApp } from '../../../web/app.ts';
import { serveWeb } from '../../../web/server.ts';
import { trustedProxies } from '../../../web/trusted-proxies.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { withEvents } from '../../terminal/events.ts';

/** `hebdo serve`: serves the subscriber pages and sends confirmation emails until it is stopped. */
export async function serveCommand(
  context: Context,
  where: { host: string; port: number },
  signal: AbortSignal,
): Promise<ExitCode> {
  const { terminal, refuse, env, now, folder } = context;
  const newsletter = await loadNewsletter(folder);
  const secrets = linkSecrets(env);
  const proxies = trustedProxies(env);
  // Without an SMTP server the links in sent messages still work, but sign-up is closed.
  const mail = env.HEBDO_SMTP_URL ? await sendSettings(folder, env) : { problems: [] };
  const problems = [...newsletter.problems, ...secrets.problems, ...proxies.problems, ...mail.problems];
  if (
    newsletter.value === undefined ||
    secrets.value === undefined ||
    proxies.value === undefined ||
    mail.problems.length > 0
  )
    return refuse(problems);
  const letters = mail.value && (await compileApart('letters', folder));
  if (letters !== undefined && letters.value === undefined) return refuse(letters.problems);
  const { publication, locales } = newsletter.value;
  const log = await makeLog(env);
  const store = await context.openStore();
  const failed = (cause: unknown): void => log.error({ why: errorText(cause) }, 'page');
  try {
    const confirmationSender =
      mail.value && letters?.value
        ? await sendConfirmations(withEvents(context), {
            publication,
            store,
            settings: mail.value,
            letters: letters.value,
            log,
            signal,
          })
        : undefined;
    const app = webApp({
      publication,
      locales,
      store,
      secrets: secrets.value,
      proxies: proxies.value,
      wakeConfirmationSender: confirmationSender?.wake,
      archive: makeArchive(newsletter.value, store, (week, why) => log.error({ week, why }, 'web version')),
      providers: await webhookProviders(env),
      now,
      failed,
      served: env.HEBDO_LOG_LEVEL === undefined ? undefined : request => log.info(request, 'request'),
    });
    const server = await serveWeb(app, where);
    terminal.say(
      t("  Serving the subscribers' pages on http://%{host}:%{port}   (Ctrl-C ends it)", {
        host: where.host,
        port: server.port,
      }),
    );
    terminal.say(t('  Links of messages lead to %{url}: a proxy must pass them on to here.', { url: publication.url }));
    if (confirmationSender === undefined)
      terminal.say(t('  Signing up is closed: there is no HEBDO_SMTP_URL to send confirmations by.'));
    if (!signal.aborted) await once(signal, 'abort');
    await server.close();
    await confirmationSender?.ended;
    return exit.done;
  } finally {
    await store.close();
  }
}

import { once } from 'node:events';
import { webApp } from '../../web/app.ts';
import { serveWeb } from '../../web/server.ts';
import { type Context, type ExitCode, exit } from '../context.ts';
import { makeLog } from '../log.ts';
import { loadNewsletter } from '../newsletter.ts';
import { linkSecrets } from '../settings.ts';

/** `hebdo serve`: the pages that the links of every message lead to, until it is told to stop. */
export async function serveCommand(
  context: Context,
  where: { host: string; port: number },
  signal: AbortSignal,
): Promise<ExitCode> {
  const { terminal, refuse, env, now } = context;
  const newsletter = await loadNewsletter(context.folder);
  const secrets = linkSecrets(env);
  if (newsletter.value === undefined || secrets.value === undefined)
    return refuse([...newsletter.problems, ...secrets.problems]);
  const { publication, locales } = newsletter.value;
  const log = await makeLog(env);
  const store = await context.openStore();
  try {
    const failed = (cause: unknown): void => log.error({ why: cause instanceof Error ? cause.message : cause }, 'page');
    const app = webApp({ publication, locales, store, secrets: secrets.value, now, failed });
    const server = await serveWeb(app, where);
    terminal.say(`  Serving the subscribers' pages on http://${where.host}:${server.port}   (Ctrl-C ends it)`);
    terminal.say(`  Links of messages lead to ${publication.url}: a proxy must pass them on to here.`);
    if (!signal.aborted) await once(signal, 'abort');
    await server.close();
    return exit.done;
  } finally {
    await store.close();
  }
}

import { idleWorker, workOnChunks } from '../../../app/send/worker.ts';
import { isPostgres, manyNeedPostgres } from '../../../app/settings/require-postgres.ts';
import { sendSettings } from '../../../app/settings/send-settings.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { withEvents } from '../../terminal/events.ts';

/** `hebdo worker`: takes chunks of runs that were handed out, until it is stopped. @param health the port of `/health` */
export async function worker(
  context: Context,
  { connections, once, health }: { connections?: number; once: boolean; health?: number },
  signal: AbortSignal,
): Promise<ExitCode> {
  if (!isPostgres(context)) return context.refuse([manyNeedPostgres]);
  const settings = await sendSettings(context.folder, context.env);
  if (settings.value === undefined) return context.refuse(settings.problems);
  const state = idleWorker();
  const server = health === undefined ? undefined : await serveHealth(() => ({ ...state }), health);
  try {
    const options = { settings: settings.value, connections, once, state, signal };
    return exit[await workOnChunks(withEvents(context), options)];
  } finally {
    await server?.close();
  }
}

async function serveHealth(state: () => { well: boolean }, port: number) {
  const [{ healthApp }, { serveWeb }] = await Promise.all([
    import('../../../web/health.ts'),
    import('../../../web/server.ts'),
  ]);
  return serveWeb(healthApp(state), { host: '0.0.0.0', port });
}

import { z } from 'zod';
import { withoutAddresses } from '../../delivery/smtp/reply.ts';
import type { OpenDelivery, Settlement } from '../../store/ledger/delivery.ts';
import type { Environment } from '../settings/environment.ts';

type Write = (event: Record<string, unknown>, what: string) => void;

/** Structured events for machines and operators; hold no address, no name and no secret. */
export type Log = { debug: Write; info: Write; error: Write };

const levels = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']);
const silent: Log = { debug: () => undefined, info: () => undefined, error: () => undefined };

/** Tells how a delivery was settled: one that went well only to who asks for all. */
export function logDelivery(
  log: Log,
  week: string,
  { id, language, domain }: OpenDelivery,
  { state, code, words }: Settlement,
): void {
  const event = { week, delivery: id, language, domain, state, code };
  if (state === 'accepted' || state === 'queued') log.debug(event, 'delivery');
  else log.info({ ...event, words: withoutAddresses(words ?? '') }, 'delivery');
}

/** A log as `HEBDO_LOG_LEVEL` wants it: lines of JSON on standard error. None unless asked for, and nothing is loaded then. */
export async function makeLog({ HEBDO_LOG_LEVEL }: Environment): Promise<Log> {
  const level = levels.safeParse(HEBDO_LOG_LEVEL);
  if (!level.success) return silent;
  const { pino } = await import('pino');
  const log = pino({ level: level.data, base: { pid: process.pid } }, pino.destination({ dest: 2, sync: true }));
  return {
    debug: (event, what) => log.debug(event, what),
    info: (event, what) => log.info(event, what),
    error: (event, what) => log.error(event, what),
  };
}

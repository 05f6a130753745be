import { setTimeout as sleep } from 'node:timers/promises';
import { type Session, TransportError } from '../smtp/transport.ts';
import type { RunJob } from './job.ts';

/**
 * Opens a connection; a server that cannot be reached is tried again after the pauses of `retry.reconnect`.
 * @param signal cuts the connection some seconds after it aborts
 * @throws TransportError if no connection can be had
 */
export async function connect({ transport, retry }: RunJob, signal: AbortSignal): Promise<Session> {
  for (let attempt = 0; ; attempt++) {
    try {
      const session = await transport.open();
      abortAfterGrace(session, signal);
      return session;
    } catch (cause) {
      const pause = retry.reconnect[attempt];
      if (pause === undefined || signal.aborted || (cause instanceof TransportError && cause.permanent)) throw cause;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Milliseconds a server has to answer for what is on the wire, once the run is asked to stop. */
const graceMs = 4_000;

/** Cuts the connection then: what had not reached the final dot is tried again, what had is uncertain. */
function abortAfterGrace(session: Session, signal: AbortSignal): void {
  const abort = (): void => {
    setTimeout(() => session.abort(), graceMs).unref();
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
}

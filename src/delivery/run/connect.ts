import { setTimeout as sleep } from 'node:timers/promises';
import { type Session, TransportError } from '../smtp/transport.ts';
import type { RunJob } from './run-job.ts';

/**
 * Opens a connection. A server that cannot be reached is tried again after the pauses of `retry.reconnectMs`.
 * @param signal when it aborts, the connection is aborted some seconds later
 * @throws TransportError if no connection can be opened
 */
export async function connect({ transport, retry }: RunJob, signal: AbortSignal): Promise<Session> {
  for (let attempt = 0; ; attempt++) {
    try {
      const session = await transport.open();
      abortAfterGrace(session, signal);
      return session;
    } catch (cause) {
      const pause = retry.reconnectMs[attempt];
      if (pause === undefined || signal.aborted || (cause instanceof TransportError && cause.permanent)) throw cause;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Milliseconds that a server has to answer messages in transit once the run is to stop. */
const graceMs = 4_000;

/** A message whose final dot was not sent is tried again; one whose dot was sent is uncertain. */
function abortAfterGrace(session: Session, signal: AbortSignal): void {
  const abort = (): void => {
    setTimeout(() => session.abort(), graceMs).unref();
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { type Session, type Transport, TransportError } from './transport.ts';

/**
 * Opens a connection. A server that cannot be reached is tried again after pauses.
 * @param pausesMs between the attempts; one attempt more than pauses
 * @param signal when it aborts, the connection is aborted some seconds later
 * @throws TransportError if no connection can be opened
 */
export async function connect(
  transport: Transport,
  pausesMs: readonly number[],
  signal: AbortSignal,
): Promise<Session> {
  for (let attempt = 0; ; attempt++) {
    try {
      const session = await transport.open();
      abortAfterGrace(session, signal);
      return session;
    } catch (cause) {
      const pause = pausesMs[attempt];
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

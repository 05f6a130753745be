import { setTimeout as pause } from 'node:timers/promises';
import { type RunMarker, readMarker, signMarker } from '../../secret/signed-run-marker.ts';
import { errorText } from '../../source/error-text.ts';
import { t } from '../../wording/wording.ts';
import type { AppContext } from '../context.ts';
import { linkSecrets } from '../settings/secrets.ts';
import { openMarkerPlace } from './marker-place.ts';
import type { Marked } from './run-marker.ts';

/** Milliseconds between two updates of a marker while its run is under way. */
const updateEveryMs = 15_000;

/** Milliseconds between two checks, at least. */
const checkAgainMs = 2_000;

/** How often a marker is written at the end, while others write it too. */
const maxLastWrites = 5;

/** Keeps the marker of a run up to date. */
export type MarkerKeeper = {
  /** Aborts when the ledger knows less than the marker: an older database has come back under a sender that is alive. */
  behind: AbortSignal;
  /** Compares marker and ledger now, unless that was done a moment ago. */
  check(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Writes the marker of a run that has begun, durably, then again and again until it is closed.
 * @param isAccepted a person has accepted that the ledger knows less than the marker of this run
 * @throws if it cannot be written where `HEBDO_MARKER_URL` says; a file that cannot be written is reported as a notice
 */
export async function keepMarker(
  context: AppContext,
  { store, publication, week, isAccepted = false }: Marked & { week: string; isAccepted?: boolean },
): Promise<MarkerKeeper> {
  const secrets = linkSecrets(context.env).value ?? [];
  const [secret] = secrets;
  const behind = new AbortController();
  const none = { behind: behind.signal, check: () => Promise.resolve(), close: () => Promise.resolve() };
  if (secret === undefined) return none;
  const markers = await openMarkerPlace(context, publication);
  let isFirst = true;
  let lookedAt = Number.NEGATIVE_INFINITY;
  /** @returns whether there was something new to write */
  const write = async (): Promise<boolean> => {
    // The marker is read before the ledger: what others send and write meanwhile, the ledger then knows.
    const text = isFirst && isAccepted ? undefined : await markers.read(week);
    const known = text === undefined ? undefined : readMarker(text, secrets);
    const run = await store.ledger.run(week);
    if (run === undefined && isFirst) return false;
    const accepted = await store.ledger.accepted(week);
    if (run === undefined || (known !== undefined && !isKnown(known, run.startedAt, accepted))) {
      behind.abort();
      return false;
    }
    lookedAt = performance.now();
    const timeline = await store.backup.timeline();
    if (!isFirst && known?.accepted === accepted && known.timeline === timeline) return false;
    isFirst = false;
    const { startedAt } = run;
    await markers.write(week, signMarker({ list: publication.list_id, week, startedAt, accepted, timeline }, secret));
    return true;
  };
  /** Of two that write at once, the one that counted earlier may have written later: the last one looks again. */
  const writeLast = async (): Promise<void> => {
    for (let i = 0; i < maxLastWrites; i++) if (!(await write())) return;
  };
  const stop = new AbortController();
  const tellUnwritten = (cause: unknown) =>
    context.tell({
      kind: 'notice',
      words: t(
        'The marker of the run cannot be written (%{cause}): after a backup is restored, what was sent would not be known.',
        { cause: errorText(cause) },
      ),
    });
  try {
    await write();
  } catch (cause) {
    if (context.env.HEBDO_MARKER_URL) {
      await markers.close();
      throw cause;
    }
    await tellUnwritten(cause);
    return none;
  }
  const updating = (async () => {
    for (;;) {
      const began = performance.now();
      if (!stop.signal.aborted) await write().catch(() => undefined);
      // Counting millions takes its time: the run is to have most of it.
      const wait = Math.max(updateEveryMs, 20 * (performance.now() - began));
      await pause(wait, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
      if (stop.signal.aborted) return;
    }
  })();
  return {
    behind: behind.signal,
    async check() {
      if (performance.now() - lookedAt >= checkAgainMs) await write().catch(() => undefined);
    },
    async close() {
      stop.abort();
      await updating;
      await writeLast().catch(tellUnwritten);
      await markers.close();
    },
  };
}

/** Whether a ledger knows all that a marker says. */
const isKnown = (marker: RunMarker, startedAt: string, accepted: number): boolean =>
  marker.startedAt === startedAt && marker.accepted <= accepted;

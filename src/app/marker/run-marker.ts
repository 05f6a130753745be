import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Publication } from '../../publication/schema.ts';
import { readMarker, signMarker } from '../../secret/signed-run-marker.ts';
import { errorText } from '../../source/error-text.ts';
import { type Problem, problemIn } from '../../source/problem.ts';
import { WorldError } from '../../source/world-error.ts';
import type { Markers } from '../../store/ledger/markers.ts';
import type { Store } from '../../store/store.ts';
import { counted, number, t } from '../../wording/wording.ts';
import type { AppContext } from '../context.ts';
import { databaseUrl } from '../settings/environment.ts';
import { linkSecrets } from '../settings/secrets.ts';
import { markerFiles } from './marker-file.ts';

/** Milliseconds between two updates of a marker while its run is under way. */
const updateEveryMs = 15_000;

/** What a run is, for its marker. */
type MarkedRun = { store: Store; publication: Publication; week: string };

/**
 * Whether the ledger knows less than was done, as after an older backup was put back: the marker of the run, which is kept
 * outside of the database, says more; or the database says itself that it is a backup.
 * @returns why the run must not be sent; no problem if there is no marker
 */
export async function markerProblems(context: AppContext, { store, publication, week }: MarkedRun): Promise<Problem[]> {
  const { value: secrets } = linkSecrets(context.env);
  if (secrets === undefined) return [];
  const takenAt = await store.backup.takenAt();
  if (takenAt !== undefined)
    return [
      behind(
        t('The database is a backup that was taken at %{takenAt}: what was sent since then is not in it.', { takenAt }),
        t('Set the issues that were sent since to `status: draft`. Then, for %{week}', { week }),
      ),
    ];
  const markers = await openPlace(context, publication);
  try {
    const text = await markers.read(week);
    if (text === undefined) return [];
    const marker = readMarker(text, secrets);
    if (marker === undefined || marker.week !== week || marker.list !== publication.list_id)
      return [
        behind(
          t(
            'The marker of %{week} (in %{name}) is not signed with HEBDO_SECRET: how much of the issue was sent is not known.',
            { week, name: markers.name },
          ),
          t('Put the secret that was used then into HEBDO_SECRET_PREVIOUS. If no reader has the issue yet'),
        ),
      ];
    const run = await store.ledger.run(week);
    const accepted = run?.startedAt === marker.startedAt ? await store.ledger.accepted(week) : undefined;
    if (accepted !== undefined && accepted >= marker.accepted) return [];
    const known =
      accepted === undefined
        ? t('this database has no record of that run')
        : t('this database has a record of %{accepted}', { accepted: number(accepted) });
    return [
      behind(
        t(
          '%{week} was sent to at least %{readers} (begun at %{startedAt}), and %{known}: is it an older backup, or another database?',
          { week, readers: counted(marker.accepted, 'reader', 'readers'), startedAt: marker.startedAt, known },
        ),
        t('Restore the newest database. If readers may get the issue a second time'),
      ),
    ];
  } finally {
    await markers.close();
  }
}

/** Keeps the marker of a run up to date. */
export type MarkerKeeper = {
  /** Aborts when the ledger knows less than the marker: an older database has come back under a sender that is alive. */
  behind: AbortSignal;
  /** Compares marker and ledger now, unless that was done a moment ago. */
  check(): Promise<void>;
  close(): Promise<void>;
};

/** Milliseconds between two checks, at least. */
const checkAgainMs = 2_000;

/**
 * Writes the marker of a run that has begun, durably, then again and again until it is closed.
 * @throws if it cannot be written where `HEBDO_MARKER_URL` says; a file that cannot be written is reported as a notice
 */
export async function keepMarker(context: AppContext, { store, publication, week }: MarkedRun): Promise<MarkerKeeper> {
  const secrets = linkSecrets(context.env).value ?? [];
  const [secret] = secrets;
  const behind = new AbortController();
  const none = { behind: behind.signal, check: () => Promise.resolve(), close: () => Promise.resolve() };
  if (secret === undefined) return none;
  const markers = await openPlace(context, publication);
  let isFirst = true;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const write = async (): Promise<void> => {
    const run = await store.ledger.run(week);
    if (run === undefined) return isFirst ? undefined : behind.abort();
    const accepted = await store.ledger.accepted(week);
    const text = isFirst ? undefined : await markers.read(week);
    const known = text === undefined ? undefined : readMarker(text, secrets);
    // What was written never grows less: it is what an older database is known by.
    if (known !== undefined && known.startedAt === run.startedAt && known.accepted > accepted) return behind.abort();
    isFirst = false;
    lookedAt = performance.now();
    await markers.write(
      week,
      signMarker({ list: publication.list_id, week, startedAt: run.startedAt, accepted }, secret),
    );
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
      await write().catch(tellUnwritten);
      await markers.close();
    },
  };
}

/** A file beside the newsletter; or, where that goes with the machine, the database that `HEBDO_MARKER_URL` names. */
async function openPlace({ folder, env }: AppContext, { list_id }: Publication): Promise<Markers> {
  const url = env.HEBDO_MARKER_URL;
  if (!url) return markerFiles(join(folder, '.hebdo/runs'));
  const place = databaseUrl(folder, { HEBDO_DATABASE_URL: url });
  if (place === databaseUrl(folder, env))
    throw new WorldError(
      t('HEBDO_MARKER_URL must name another database than HEBDO_DATABASE_URL: both would be put back together'),
    );
  const { openMarkers } = await import('../../store/ledger/markers.ts');
  return openMarkers(place, list_id);
}

const behind = (message: string, todo: string): Problem =>
  problemIn('HEBDO_DATABASE_URL', {
    rule: 'ledger-behind',
    severity: 'error',
    message,
    hint: t('%{todo}: hebdo send ISSUE --accept-restored-ledger.', { todo }),
  });

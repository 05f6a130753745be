import type { Publication } from '../../publication/schema.ts';
import { type RunMarker, readMarker } from '../../secret/signed-run-marker.ts';
import { type Problem, problemIn } from '../../source/problem.ts';
import { WorldError } from '../../source/world-error.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { Store } from '../../store/store.ts';
import { counted, number, t } from '../../wording/wording.ts';
import type { AppContext } from '../context.ts';
import { linkSecrets } from '../settings/secrets.ts';
import { openMarkerPlace } from './marker-place.ts';

/** A newsletter, whose markers are compared with its ledger. */
export type Marked = { store: Store; publication: Publication };

/** Of so many issues at most it is told that the ledger lacks them, the newest first. */
const maxTold = 5;

/**
 * Whether the ledger knows less than was done, as after an older backup was put back: the markers of runs, which are kept outside
 * of the database, say more; or the database says itself that it is a backup.
 * @param week the issue to be sent
 * @returns why nothing must be sent; no problem if there are no markers
 */
export async function markerProblems(
  context: AppContext,
  { week, ...marked }: Marked & { week: string },
): Promise<Problem[]> {
  const read = await readMarkers(context, marked);
  if (read === undefined) return [];
  const { store } = marked;
  const takenAt = await store.backup.takenAt();
  if (takenAt !== undefined)
    return [
      behind(
        t('The database is a backup that was taken at %{takenAt}: what was sent since then is not in it.', { takenAt }),
        t('Set the issues that were sent since to `status: draft`. Then, for %{week}', { week }),
      ),
    ];
  const own = read.markers.get(week);
  return [
    ...(own === undefined ? [] : await ownProblems(store.ledger, week, own, read.name)),
    ...(await otherProblems(
      store,
      [...read.markers.values()].filter(isRead).filter(other => other.week !== week),
    )),
  ];
}

/** What the markers of all runs say that the ledger does not know; and the weeks of those that cannot be read. */
export async function examineMarkers(context: AppContext, marked: Marked) {
  const read = await readMarkers(context, marked);
  if (read === undefined) return { name: '', problems: [], unread: [] };
  const { name, markers } = read;
  return {
    name,
    problems: await otherProblems(marked.store, [...markers.values()].filter(isRead)),
    unread: [...markers].flatMap(([week, marker]) => (isRead(marker) ? [] : [week])),
  };
}

/** A person accepts that the ledger lacks what the markers say: they are of a former timeline from now on. */
export async function acceptRestored(context: AppContext, marked: Marked): Promise<void> {
  const read = await readMarkers(context, marked);
  const timelines = [...(read?.markers.values() ?? [])].filter(isRead).map(({ timeline }) => timeline);
  await marked.store.backup.accept(context.now(), Math.max(0, ...timelines));
}

/** A marker; or why there is none that can be trusted. */
type ReadMarker = RunMarker | WorldError | 'unsigned';
const isRead = (marker: ReadMarker): marker is RunMarker => marker !== 'unsigned' && !(marker instanceof WorldError);

/** The markers of a newsletter by their weeks. @returns undefined without a secret, which signs them */
async function readMarkers(
  context: AppContext,
  { publication }: Marked,
): Promise<{ name: string; markers: Map<string, ReadMarker> } | undefined> {
  const { value: secrets } = linkSecrets(context.env);
  if (secrets === undefined) return undefined;
  const place = await openMarkerPlace(context, publication);
  try {
    const texts = [...(await place.all())].sort(([a], [b]) => (a < b ? 1 : -1));
    const markers = texts.map(([week, text]): [string, ReadMarker] => {
      if (text instanceof WorldError) return [week, text];
      const marker = readMarker(text, secrets);
      return [week, marker?.week === week && marker.list === publication.list_id ? marker : 'unsigned'];
    });
    return { name: place.name, markers: new Map(markers) };
  } finally {
    await place.close();
  }
}

/** The marker of the issue that is to be sent: in doubt, how much of it was sent is not known. */
async function ownProblems(ledger: Ledger, week: string, marker: ReadMarker, name: string): Promise<Problem[]> {
  if (marker instanceof WorldError) return [inDoubt(marker.message, t('If no reader has the issue yet, remove it.'))];
  if (marker === 'unsigned')
    return [
      behind(
        t(
          'The marker of %{week} (in %{name}) is not signed with HEBDO_SECRET: how much of the issue was sent is not known.',
          { week, name },
        ),
        t('Put the secret that was used then into HEBDO_SECRET_PREVIOUS. If no reader has the issue yet'),
      ),
    ];
  const known = await knownOf(ledger, marker);
  const todo = t('Restore the newest database. If readers may get the issue a second time');
  return known === 'all' ? [] : [behind(sentWords(marker, known), todo)];
}

/** Other issues that were sent: a ledger that lacks them also lacks who has unsubscribed since. */
async function otherProblems({ ledger, backup }: Store, markers: readonly RunMarker[]): Promise<Problem[]> {
  const timeline = await backup.timeline();
  const runs = new Map((await ledger.runs()).map(run => [run.week, run]));
  const todo = t('Restore the newest database: this one also lacks who has unsubscribed since. If it is lost');
  const problems: Problem[] = [];
  for (const marker of markers) {
    // Of a former timeline a person has accepted what is missing.
    if (marker.timeline < timeline) continue;
    const run = runs.get(marker.week);
    // A backup from the middle of a run has it unfinished: only such runs are counted.
    if (run?.startedAt === marker.startedAt && run.finishedAt !== undefined) continue;
    const known = await knownOf(ledger, marker);
    if (known !== 'all') problems.push(behind(sentWords(marker, known), todo));
    if (problems.length === maxTold) break;
  }
  return problems;
}

/** How many accepted deliveries of the run of a marker a ledger knows, if not all; undefined if it does not know the run. */
async function knownOf(ledger: Ledger, marker: RunMarker): Promise<'all' | number | undefined> {
  const run = await ledger.run(marker.week);
  if (run?.startedAt !== marker.startedAt) return undefined;
  const accepted = await ledger.accepted(marker.week);
  return accepted >= marker.accepted ? 'all' : accepted;
}

const sentWords = ({ week, accepted, startedAt }: RunMarker, known: number | undefined): string =>
  t(
    '%{week} was sent to at least %{readers} (begun at %{startedAt}), and %{known}: is it an older backup, or another database?',
    {
      week,
      readers: counted(accepted, 'reader', 'readers'),
      startedAt,
      known:
        known === undefined
          ? t('this database has no record of that run')
          : t('this database has a record of %{accepted}', { accepted: number(known) }),
    },
  );

const inDoubt = (message: string, hint: string): Problem =>
  problemIn('HEBDO_DATABASE_URL', { rule: 'ledger-behind', severity: 'error', message, hint });

const behind = (message: string, todo: string): Problem =>
  inDoubt(message, t('%{todo}: hebdo send ISSUE --accept-restored-ledger.', { todo }));

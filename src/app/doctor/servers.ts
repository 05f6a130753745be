import type { SmtpServer } from '../../delivery/smtp/smtp-url.ts';
import { testRecipientId } from '../../message/recipient.ts';
import { localMoment } from '../../publication/local-time.ts';
import type { Publication } from '../../publication/schema.ts';
import { signToken } from '../../secret/link-token.ts';
import type { Stop } from '../../store/ledger/stops.ts';
import type { Store } from '../../store/store.ts';
import { counted, number, t } from '../../wording/wording.ts';
import type { Sendable } from '../compile/compile-apart.ts';
import type { AppContext } from '../context.ts';
import { pendingWords } from '../send/finish-imports.ts';
import { type SendSettings, transportOf } from '../settings/send-settings.ts';
import { bad, type Finding, type Subject, skipped, subject, warning, well, whyOf } from './finding.ts';
import { greetingOf, timeIn } from './greeting.ts';
import { markerFindings } from './markers.ts';
import { imageFindings } from './newest.ts';

const requestTimeoutMs = 10_000;
/** Links, due issues, TLS and DKIM still work with a clock that is so many seconds wrong. */
const clockToleranceSeconds = 120;

/** What a run needs of a server: connections at once, and the bytes of its largest message if that is known. */
type Wanted = { connections: number; bytes: number | undefined };

/** Opens as many sessions to each SMTP server as a run would, sends no mail, and reports what the server offers. */
export async function smtpFindings(settings: SendSettings, wanted: Wanted, now: () => Date): Promise<Finding[]> {
  const looks = settings.smtp.map(async server => {
    const transport = await transportOf({ ...settings, smtp: [server] });
    const about = subject('smtp', t('SMTP at %{host}:%{port}', server));
    const found = await Promise.allSettled(Array.from({ length: wanted.connections }, () => transport.open()));
    const sessions = found.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
    for (const session of sessions) session.close();
    const [session] = sessions;
    if (session === undefined)
      return [
        bad(
          about,
          whyOf(found.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))[0]),
          t('Check HEBDO_SMTP_URL: host, port, user and password (%40 for an @), and that a firewall lets you out.'),
        ),
      ];
    const words = [
      server.auth === undefined ? t('can be reached') : t('accepts the login'),
      server.tls === 'never' ? t('without TLS') : t('with TLS'),
      session.pipelining ? t('one round trip per message') : t('no PIPELINING: several round trips per message'),
    ];
    return [
      well(about, words.join(', ')),
      connectionFinding(about, sessions.length, wanted.connections),
      ...(session.largest === undefined ? [] : [sizeFinding(about, session.largest, wanted.bytes)]),
      await smtpClock(about, server, now),
    ];
  });
  return (await Promise.all(looks)).flat();
}

const connectionFinding = (about: Subject, granted: number, wanted: number): Finding =>
  granted === wanted
    ? well(about, t('accepts %{connections} at once', { connections: counted(wanted, 'connection', 'connections') }))
    : warning(
        about,
        t(
          'accepts %{granted} of %{wanted} connections at once: a run uses those, and keeps trying to open the others',
          { granted, wanted },
        ),
        t('Write `sending: { connections: %{granted} }` in hebdo.yaml, or have the server’s limit raised.', {
          granted,
        }),
      );

const megabytes = (bytes: number): string => t('%{size} MB', { size: number(bytes / 1_048_576, 1) });

function sizeFinding(about: Subject, largest: number, bytes: number | undefined): Finding {
  if (bytes === undefined) return well(about, t('accepts messages of up to %{limit}', { limit: megabytes(largest) }));
  const words = t('accepts messages of up to %{limit}; those of the newest issue have at most %{size}', {
    limit: megabytes(largest),
    size: megabytes(bytes),
  });
  return bytes <= largest
    ? well(about, words)
    : bad(about, words, t('Use smaller images or fewer, or images: hosted in hebdo.yaml.'));
}

async function smtpClock({ about }: Subject, server: SmtpServer, now: () => Date): Promise<Finding> {
  const greeting = await greetingOf(server);
  const theirs = greeting === undefined ? undefined : timeIn(greeting);
  return clockFinding(subject('smtp-clock', t('clock compared with %{about}', { about })), theirs, now());
}

/** Whether the store can be opened (which migrates it) and lacks nothing, and whether the images of the newest issue can be loaded. */
export async function storeFindings(
  context: AppContext,
  newest: Sendable | undefined,
  publication: Publication,
): Promise<Finding[]> {
  let store: Store;
  try {
    store = await context.openStore();
  } catch (cause) {
    return [bad(subject('database', t('database')), whyOf(cause), t('Check HEBDO_DATABASE_URL.'))];
  }
  try {
    const [counts, suppressed] = [await store.subscribers.countDue(new Date()), await store.suppressions.count()];
    const due = counts.reduce((sum, { count }) => sum + count, 0);
    const words = t('up to date; %{due} would get an issue now, %{suppressed} suppressed', {
      due: counted(due, 'subscriber', 'subscribers'),
      suppressed: number(suppressed),
    });
    return [
      due === 0
        ? warning(subject('database', t('database')), words, t('Import a list: hebdo subscribers import FILE'))
        : well(subject('database', t('database')), words),
      ...(await markerFindings(context, publication, store)),
      ...stopFindings(await store.stops.current(), publication.time_zone),
      ...(await store.imports.pending()).map(pending =>
        warning(
          subject('database', t('database')),
          pendingWords(pending),
          t('The next import or sending continues it.'),
        ),
      ),
      ...(newest === undefined
        ? [skipped(subject('images', t('images')), t('the newest issue has errors, or there is none: hebdo check'))]
        : await imageFindings(newest, store)),
    ];
  } finally {
    await store.close();
  }
}

/** Whether all sending has stopped. */
const stopFindings = (stop: Stop | undefined, timeZone: string): Finding[] =>
  stop === undefined
    ? []
    : [
        bad(
          subject('sending', t('sending')),
          t('has stopped since %{since}: the server refuses us (%{code} %{words})', {
            since: localMoment(stop.since, timeZone),
            code: stop.code ?? '',
            words: stop.words,
          }),
          t(
            'Correct what the server complains about. One message is tried after %{tryAt}; to continue at once: hebdo send ISSUE --lift-stop',
            { tryAt: localMoment(stop.tryAt, timeZone) },
          ),
        ),
      ];

/** Characters of the answer of `/health` that are read. */
const maxHealthChars = 500;

/** The subscriber pages as readers and mail programs reach them: whether one-click unsubscribe works, and the difference of the clocks. */
export async function pageFindings({ url }: Publication, secret: string, now: () => Date): Promise<Finding[]> {
  const about = subject('pages', t('pages at %{url}', { url }));
  const remedy = t('Run hebdo serve, and have the web server of that name forward every request to it.');
  try {
    const health = await fetch(`${url}/health`, { signal: AbortSignal.timeout(requestTimeoutMs) });
    const at = now();
    const [first, heldOff] = (await health.text()).slice(0, maxHealthChars).split('\n');
    if (!health.ok || first !== 'ok')
      return [bad(about, t('/health answers %{status}', { status: health.status }), remedy)];
    // The link of a test recipient: it changes nothing.
    const token = signToken({ purpose: 'unsubscribe', about: testRecipientId, week: '', expires: 0 }, secret);
    const leave = await fetch(`${url}/unsubscribe/${token}`, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    return [
      leave.status === 200
        ? well(about, t('answer, and unsubscribing with one click works (RFC 8058)'))
        : bad(
            about,
            t('a POST to unsubscribe is answered with %{status}', { status: leave.status }),
            leave.status === 404
              ? t(
                  'HEBDO_SECRET has another value there than here: the links sent from here would not unsubscribe a reader.',
                )
              : t('Have the web server pass on POST without a login, a redirect or a check of its own.'),
          ),
      ...(heldOff === undefined
        ? []
        : [
            warning(
              subject('sign-ups', t('sign-ups')),
              heldOff.replace(/[^ -~]/g, ''),
              t('Most likely somebody floods the form; it ends without your help. See the log of the proxy.'),
            ),
          ]),
      clockFinding(
        subject('pages-clock', t('clock compared with the pages')),
        new Date(health.headers.get('date') ?? ''),
        at,
      ),
    ];
  } catch (cause) {
    return [bad(about, t('cannot be reached: %{cause}', { cause: whyOf(cause) }), remedy)];
  }
}

function clockFinding(about: Subject, theirs: Date | undefined, at: Date): Finding {
  if (theirs === undefined || Number.isNaN(theirs.getTime())) return skipped(about, t('the time is not told there'));
  const off = Math.round((at.getTime() - theirs.getTime()) / 1_000);
  return Math.abs(off) <= clockToleranceSeconds
    ? well(about, t('right'))
    : warning(
        about,
        off > 0 ? t('%{seconds} s ahead', { seconds: off }) : t('%{seconds} s behind', { seconds: -off }),
        t('Set the clock (systemd-timesyncd, chrony): due issues and signatures depend on it.'),
      );
}

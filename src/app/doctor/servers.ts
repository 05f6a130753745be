import type { SmtpServer } from '../../delivery/smtp/smtp-url.ts';
import { testRecipientId } from '../../message/recipient.ts';
import type { Publication } from '../../publication/schema.ts';
import { signToken } from '../../secret/link-token.ts';
import type { Stop } from '../../store/ledger/stops.ts';
import type { Store } from '../../store/store.ts';
import { t } from '../../wording/wording.ts';
import type { Sendable } from '../compile/compile-apart.ts';
import { pendingWords } from '../send/finish-imports.ts';
import { type SendSettings, transportOf } from '../settings/send-settings.ts';
import { bad, type Finding, skipped, warning, well, whyOf } from './finding.ts';
import { greetingOf, timeIn } from './greeting.ts';
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
    const about = `SMTP at ${server.host}:${server.port}`;
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
    const secured = server.tls === 'never' ? 'without TLS' : 'over TLS';
    const quick = session.pipelining ? 'one round trip a message' : 'no PIPELINING: several round trips a message';
    return [
      well(about, `takes us${server.auth === undefined ? '' : ' by our login'}, ${secured}, ${quick}`),
      connectionFinding(about, sessions.length, wanted.connections),
      ...(session.largest === undefined ? [] : [sizeFinding(about, session.largest, wanted.bytes)]),
      await smtpClock(about, server, now),
    ];
  });
  return (await Promise.all(looks)).flat();
}

const connectionFinding = (about: string, granted: number, wanted: number): Finding =>
  granted === wanted
    ? well(about, `grants ${wanted} connections at once`)
    : warning(
        about,
        `grants ${granted} of ${wanted} connections at once: a run works with those, and asks for the others again and again`,
        `Write sending: { connections: ${granted} } in hebdo.yaml, or have the limit raised there.`,
      );

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;

function sizeFinding(about: string, largest: number, bytes: number | undefined): Finding {
  const takes = `takes messages of up to ${megabytes(largest)}`;
  if (bytes === undefined) return well(about, takes);
  const words = `${takes}; those of the newest issue have ${megabytes(bytes)} at most`;
  return bytes <= largest
    ? well(about, words)
    : bad(about, words, t('Use smaller images or fewer, or images: hosted in hebdo.yaml.'));
}

async function smtpClock(about: string, server: SmtpServer, now: () => Date): Promise<Finding> {
  const greeting = await greetingOf(server);
  const theirs = greeting === undefined ? undefined : timeIn(greeting);
  return clockFinding(`clock beside that of ${about}`, theirs, now());
}

/** Whether the store can be opened (which migrates it), and whether the images of the newest issue can be loaded. */
export async function storeFindings(open: () => Promise<Store>, newest: Sendable | undefined): Promise<Finding[]> {
  let store: Store;
  try {
    store = await open();
  } catch (cause) {
    return [bad('store', whyOf(cause), t('Check HEBDO_DATABASE_URL.'))];
  }
  try {
    const [counts, suppressed] = [await store.subscribers.countDue(new Date()), await store.suppressions.count()];
    const due = counts.reduce((sum, { count }) => sum + count, 0);
    const words = `up to date; ${due.toLocaleString('en')} would get an issue now, ${suppressed.toLocaleString('en')} suppressed`;
    return [
      due === 0 ? warning('store', words, 'Import a list: hebdo subscribers import FILE') : well('store', words),
      ...stopFindings(await store.stops.current()),
      ...(await store.imports.pending()).map(pending =>
        warning('store', pendingWords(pending), 'The next import or sending goes on with it.'),
      ),
      ...(newest === undefined
        ? [skipped('images', t('the newest issue has errors, or there is none: hebdo check'))]
        : await imageFindings(newest, store)),
    ];
  } finally {
    await store.close();
  }
}

/** Whether all sending has stopped. */
const stopFindings = (stop: Stop | undefined): Finding[] =>
  stop === undefined
    ? []
    : [
        bad(
          'sending',
          t('has stopped since %{since}: the server refuses us (%{code} %{words})', {
            since: stop.since.toISOString(),
            code: stop.code ?? '',
            words: stop.words,
          }),
          t(
            'Put right what it says. One message is tried after %{tryAt}; to go on at once: hebdo send ISSUE --lift-stop',
            { tryAt: stop.tryAt.toISOString() },
          ),
        ),
      ];

/** Characters of the answer of `/health` that are read. */
const maxHealthChars = 500;

/** The subscriber pages as readers and mail programs reach them: whether one-click unsubscribe works, and the difference of the clocks. */
export async function pageFindings({ url }: Publication, secret: string, now: () => Date): Promise<Finding[]> {
  const about = `pages at ${url}`;
  const remedy = 'Run hebdo serve, and have the web server of that name pass everything on to it.';
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
        ? well(about, 'answer, and one click leaves (RFC 8058)')
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
              'sign-ups',
              heldOff.replace(/[^ -~]/g, ''),
              'A flood, most likely: it ends by itself. See the log of the proxy.',
            ),
          ]),
      clockFinding('clock beside that of the pages', new Date(health.headers.get('date') ?? ''), at),
    ];
  } catch (cause) {
    return [bad(about, t('cannot be reached: %{cause}', { cause: whyOf(cause) }), remedy)];
  }
}

function clockFinding(about: string, theirs: Date | undefined, at: Date): Finding {
  if (theirs === undefined || Number.isNaN(theirs.getTime())) return skipped(about, t('the time is not told there'));
  const off = Math.round((at.getTime() - theirs.getTime()) / 1_000);
  return Math.abs(off) <= clockToleranceSeconds
    ? well(about, 'right')
    : warning(
        about,
        `${Math.abs(off)} s ${off > 0 ? 'ahead' : 'behind'}`,
        'Set the clock (systemd-timesyncd, chrony): due issues and signatures go by it.',
      );
}

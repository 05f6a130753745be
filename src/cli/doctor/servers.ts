import { nobody } from '../../message/recipient.ts';
import type { Publication } from '../../publication/schema.ts';
import { signToken } from '../../secret/token.ts';
import type { Store } from '../../store/store.ts';
import { type SendSettings, transportOf } from '../settings.ts';
import { bad, type Finding, skipped, warning, well, whyOf } from './finding.ts';

const patience = 10_000;
/** Seconds a clock may be wrong: a link or a due issue does not mind, TLS and DKIM do not either. */
const tolerance = 120;

/** Logs in to each SMTP server, and says nothing there. */
export async function smtpFindings(settings: SendSettings): Promise<Finding[]> {
  return Promise.all(
    settings.smtp.map(async (server): Promise<Finding> => {
      const about = `SMTP at ${server.host}:${server.port}`;
      try {
        const session = await (await transportOf({ ...settings, smtp: [server] })).open();
        session.close();
        const secured = server.tls === 'never' ? 'without TLS' : 'over TLS';
        const quick = session.pipelining
          ? ', one round trip a message'
          : ', no PIPELINING: several round trips a message';
        return well(about, `takes us${server.auth === undefined ? '' : ' by our login'}, ${secured}${quick}`);
      } catch (cause) {
        return bad(
          about,
          whyOf(cause),
          'Check HEBDO_SMTP_URL: host, port, user and password (%40 for an @), and that a firewall lets you out.',
        );
      }
    }),
  );
}

/** Whether the store can be opened; it is migrated then. */
export async function storeFinding(open: () => Promise<Store>): Promise<Finding> {
  try {
    const store = await open();
    const [counts, suppressed] = [await store.subscribers.countDue(new Date()), await store.suppressions.count()];
    await store.close();
    const due = counts.reduce((sum, { count }) => sum + count, 0);
    const words = `up to date; ${due.toLocaleString('en')} would get an issue now, ${suppressed.toLocaleString('en')} suppressed`;
    return due === 0 ? warning('store', words, 'Import a list: hebdo subscribers import FILE') : well('store', words);
  } catch (cause) {
    return bad('store', whyOf(cause), 'Check HEBDO_DATABASE_URL.');
  }
}

/** The pages as readers and mail programs reach them: whether leaving works, and how our clock is beside theirs. */
export async function pageFindings({ url }: Publication, secret: string, now: () => Date): Promise<Finding[]> {
  const about = `pages at ${url}`;
  const remedy = 'Run hebdo serve, and have the web server of that name pass everything on to it.';
  try {
    const health = await fetch(`${url}/health`, { signal: AbortSignal.timeout(patience) });
    const at = now();
    if (!health.ok || (await health.text()) !== 'ok') return [bad(about, `/health answers ${health.status}`, remedy)];
    // Nobody's link: it changes nothing.
    const token = signToken({ purpose: 'unsubscribe', about: nobody, week: '', expires: 0 }, secret);
    const leave = await fetch(`${url}/unsubscribe/${token}`, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    });
    return [
      leave.status === 200
        ? well(about, 'answer, and one click leaves (RFC 8058)')
        : bad(
            about,
            `a POST to unsubscribe is answered with ${leave.status}`,
            leave.status === 404
              ? 'HEBDO_SECRET is another there than here: nobody could leave by the links sent from here.'
              : 'Have the web server pass on POST without a login, a redirect or a check of its own.',
          ),
      clockFinding(health.headers.get('date'), at),
    ];
  } catch (cause) {
    return [bad(about, `cannot be reached: ${whyOf(cause)}`, remedy)];
  }
}

function clockFinding(date: string | null, at: Date): Finding {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return skipped('clock', 'nobody told the time');
  const off = Math.round((at.getTime() - theirs) / 1_000);
  return Math.abs(off) <= tolerance
    ? well('clock', 'right, beside that of the pages')
    : warning(
        'clock',
        `${Math.abs(off)} s ${off > 0 ? 'ahead of' : 'behind'} that of the pages`,
        'Set the clock (systemd-timesyncd, chrony): due issues and signatures go by it.',
      );
}

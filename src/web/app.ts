import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { maxFieldCharacters } from '../source/values.ts';
import type { Store } from '../store/store.ts';
import { type HeldOff, limitedSignUp } from './limited-sign-up.ts';
import { message } from './pages/layout.ts';
import { styleSheet } from './pages/style-sheet.ts';
import { requestLog } from './request-log.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { archiveRoutes } from './routes/archive-routes.ts';
import { confirmRoutes } from './routes/confirm-routes.ts';
import { countedLinkRoutes } from './routes/counted-link-routes.ts';
import { oneClickUnsubscribe } from './routes/one-click-unsubscribe.ts';
import { readerRoutes } from './routes/reader-routes.ts';
import { signUpRoutes } from './routes/sign-up-routes.ts';
import { maxWebhookBytes, webhookRoutes } from './routes/webhook-routes.ts';
import { signUpWindowMinutes } from './sign-up-limits.ts';
import { makeSite, type WebJob } from './site.ts';

const maxFormBytes = 16 * 1024;
/** A declared field in a form: each character as three bytes of UTF-8, each byte as `%E2`. */
const maxFieldBytes = 10 * maxFieldCharacters;
const styleMaxAgeSeconds = 3_600;
/** One year. */
const hstsMaxAgeSeconds = 31_536_000;

const contentPolicy =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-forms allow-same-origin allow-downloads";

/** Milliseconds that the database has to answer for `/health`. */
const pingTimeoutMs = 2_000;

const isReachable = (store: Pick<Store, 'ping'>): Promise<boolean> =>
  Promise.race([
    store.ping().then(
      () => true,
      () => false,
    ),
    new Promise<false>(resolve => setTimeout(() => resolve(false), pingTimeoutMs).unref()),
  ]);

/** The answer of `/health`: `ok`, and a second line while sign-ups are held off. */
const healthText = ({ refused, dropped }: HeldOff): string =>
  refused + dropped === 0
    ? 'ok'
    : `ok\nsign-ups are held off: ${refused} refused, ${dropped} dropped for newer ones, in ${signUpWindowMinutes} minutes`;

/** The app of the subscribers' pages. No page runs a script, and no GET request changes anything but counts of clicks. */
export function webApp(job: WebJob): Hono {
  const { publication } = job;
  const site = makeSite(job);
  const { contextOf } = site;
  const styles = styleSheet(publication.theme.accent);
  const app = new Hono();
  if (job.served !== undefined) app.use(requestLog(job.served));

  for (const path of ['/unsubscribe/:token', '/unsubscribe/:token/'] as const) app.post(path, oneClickUnsubscribe(job));
  // A slash that a mail program added to a link. A token has no other characters than these.
  app.get('/:page{unsubscribe|preferences|language|confirm|account}/:token{[\\w.-]+}/', c =>
    c.redirect(`../${c.req.param('token')}`, 301),
  );
  const isSecure = publication.url.startsWith('https:');
  // Set before the routes run, which may replace them.
  app.use((c, next) => {
    c.header('content-security-policy', contentPolicy);
    c.header('x-content-type-options', 'nosniff');
    // The address of a page contains a token that gives access: it must not be sent to other sites.
    c.header('referrer-policy', 'no-referrer');
    c.header('x-robots-tag', 'noindex');
    c.header('cache-control', 'no-store');
    if (isSecure) c.header('strict-transport-security', `max-age=${hstsMaxAgeSeconds}`);
    return next();
  });
  const limitTo = (maxSize: number): MiddlewareHandler => {
    const refuse = (c: Context) => c.html(message(contextOf(c), 'too_large'), 413);
    const counted = bodyLimit({ maxSize, onError: refuse });
    return (c, next) => {
      if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
      const length = c.req.header('content-length');
      if (length === undefined || c.req.header('transfer-encoding') !== undefined) return counted(c, next);
      // The HTTP server does not accept more bytes than Content-Length says.
      return Number(length) > maxSize ? Promise.resolve(refuse(c)) : next();
    };
  };
  const fieldCount = Object.keys(publication.fields).length;
  const limitForms = limitTo(maxFormBytes + fieldCount * maxFieldBytes);
  const limitWebhooks = limitTo(maxWebhookBytes);
  app.use((c, next) => (c.req.path.startsWith('/webhooks/') ? limitWebhooks(c, next) : limitForms(c, next)));
  app.onError((cause, c) => {
    job.failed(cause);
    return c.html(message(contextOf(c), 'failure'), 500);
  });
  app.notFound(c => c.html(message(contextOf(c), 'not_found'), 404));
  const { ask: askToConfirm, heldOff } = limitedSignUp(site);
  app.get('/health', async c =>
    (await isReachable(job.store))
      ? c.text(healthText(await heldOff()))
      : c.text('the database cannot be reached', 503),
  );
  app.get('/assets/style.css', c =>
    c.body(styles, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': `public, max-age=${styleMaxAgeSeconds}`,
    }),
  );

  app.route('/', signUpRoutes({ site, askToConfirm }));
  app.route('/', confirmRoutes(site));
  app.route('/', readerRoutes(site, askToConfirm));
  app.route('/', accountRoutes(site, askToConfirm));
  app.route('/', webhookRoutes(site));
  app.route('/', countedLinkRoutes(site));
  app.route('/', archiveRoutes(job.archive));
  return app;
}

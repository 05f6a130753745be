import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { archiveRoutes } from './archive.ts';
import { confirmRoutes } from './confirm.ts';
import { countedLinkRoutes } from './counted-links.ts';
import { leaveAtOnce } from './one-click.ts';
import { message } from './pages/layout.ts';
import { styleSheet } from './pages/style.ts';
import { readerRoutes } from './readers.ts';
import { signUpRoutes } from './sign-up.ts';
import { makeSignUpLimits } from './sign-up-limits.ts';
import { makeSite, type WebJob } from './site.ts';
import { longestEnvelope, webhookRoutes } from './webhooks.ts';

/** Bytes a form may have. */
const longestForm = 16 * 1024;

const policy =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-forms allow-same-origin allow-downloads";

/** All that subscribers meet outside their mail. No page runs a script, and none changes anything because it is looked at. */
export function webApp(job: WebJob): Hono {
  const { publication } = job;
  const site = makeSite(job);
  const { contextOf } = site;
  const styles = styleSheet(publication.theme.accent);
  const app = new Hono();

  app.post('/unsubscribe/:token', leaveAtOnce(job));
  const isSecure = publication.url.startsWith('https:');
  // Set before a route is asked, which may set others.
  app.use((c, next) => {
    c.header('content-security-policy', policy);
    c.header('x-content-type-options', 'nosniff');
    // The address of these pages lets its bearer in: it is told to nobody.
    c.header('referrer-policy', 'no-referrer');
    c.header('x-robots-tag', 'noindex');
    c.header('cache-control', 'no-store');
    if (isSecure) c.header('strict-transport-security', 'max-age=31536000');
    return next();
  });
  const limitTo = (maxSize: number): MiddlewareHandler => {
    const refuse = (c: Context) => c.html(message(contextOf(c), 'too_large'), 413);
    const counted = bodyLimit({ maxSize, onError: refuse });
    return (c, next) => {
      if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
      const length = c.req.header('content-length');
      if (length === undefined || c.req.header('transfer-encoding') !== undefined) return counted(c, next);
      // More than it told of is not let in by the HTTP server.
      return Number(length) > maxSize ? Promise.resolve(refuse(c)) : next();
    };
  };
  const [forForms, forEnvelopes] = [limitTo(longestForm), limitTo(longestEnvelope)];
  app.use((c, next) => (c.req.path.startsWith('/webhooks/') ? forEnvelopes(c, next) : forForms(c, next)));
  app.onError((cause, c) => {
    job.failed(cause);
    return c.html(message(contextOf(c), 'failure'), 500);
  });
  app.notFound(c => c.html(message(contextOf(c), 'not_found'), 404));
  app.get('/health', c => c.text('ok'));
  app.get('/assets/style.css', c =>
    c.body(styles, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' }),
  );

  const ask = makeSignUpLimits(site);
  app.route('/', signUpRoutes(site, ask));
  app.route('/', confirmRoutes(site));
  app.route('/', readerRoutes(site, ask));
  app.route('/', webhookRoutes(site));
  app.route('/', countedLinkRoutes(site));
  app.route('/', archiveRoutes(job.archive));
  return app;
}

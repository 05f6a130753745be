import { Hono } from 'hono';
import { readLink } from '../../message/clicks.ts';
import { message } from '../pages/layout.ts';
import type { Site } from '../site.ts';

/** The redirects of counted links. They lead to signed targets only, and do not identify the reader. */
export function countedLinkRoutes({ job, contextOf }: Site): Hono {
  const { store, secrets, now } = job;
  const app = new Hono();
  app.get('/go/:token', async c => {
    const link = readLink(c.req.param('token'), secrets);
    if (link === undefined) return c.html(message(contextOf(c), 'bad_link'), 404);
    // The redirect works even if counting fails. HEAD requests come from programs and are not counted.
    if (c.req.method === 'GET')
      await store.statistics
        .countClick(link.week, link.language, link.url, now())
        .catch((cause: unknown) => job.failed(cause));
    return c.redirect(link.url, 302);
  });
  return app;
}

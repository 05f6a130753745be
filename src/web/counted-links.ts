import { Hono } from 'hono';
import { readLink } from '../message/clicks.ts';
import { message } from './pages/layout.ts';
import type { Site } from './site.ts';

/** The way of counted links: counts, and leads on. It leads nowhere that we did not sign, and looks at nobody. */
export function countedLinkRoutes({ job, contextOf }: Site): Hono {
  const { store, secrets, now } = job;
  const app = new Hono();
  app.get('/go/:token', async c => {
    const link = readLink(c.req.param('token'), secrets);
    if (link === undefined) return c.html(message(contextOf(c), 'bad_link'), 404);
    // A reader gets where they want to go, counted or not. Programs that ask for the header only are none.
    if (c.req.method === 'GET')
      await store.statistics
        .countClick(link.week, link.language, link.url, now())
        .catch((cause: unknown) => job.failed(cause));
    return c.redirect(link.url, 302);
  });
  return app;
}

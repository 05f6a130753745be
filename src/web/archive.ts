import { type Context, Hono } from 'hono';
import type { Archive } from '../app/readers/archive.ts';

/** Emails bear their styles in themselves, and may show images that lie elsewhere; they still run nothing. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: http:; base-uri 'none'; frame-ancestors 'none'";

/** The web versions: nothing personal is on them, so that search engines and caches may have them. */
export function archiveRoutes(archive: Archive): Hono {
  const app = new Hono();
  const open = (c: Context): void => {
    c.header('x-robots-tag', 'all');
    c.header('cache-control', 'public, max-age=300');
  };
  app.get('/:week{\\d{4}-W\\d{2}}/images/:file', async c => {
    const image = await archive.image(c.req.param('week'), c.req.param('file'));
    if (image === undefined) return c.notFound();
    open(c);
    return c.body(Buffer.from(image.bytes), 200, { 'content-type': image.contentType });
  });
  app.get('/:week{\\d{4}-W\\d{2}}/:language', c => c.redirect(`${c.req.param('language')}/`, 301));
  app.get('/:week{\\d{4}-W\\d{2}}/:language/', async c => {
    const page = await archive.page(c.req.param('week'), c.req.param('language'));
    if (page === undefined) return c.notFound();
    open(c);
    c.header('content-security-policy', policy);
    return c.html(page);
  });
  return app;
}

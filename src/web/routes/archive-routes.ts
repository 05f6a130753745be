import { type Context, Hono } from 'hono';
import type { Archive } from '../../app/readers/archive.ts';

/** The content security policy of web versions, which have inline styles and may show images of other sites. */
const webVersionPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: http:; base-uri 'none'; frame-ancestors 'none'";

const maxAgeSeconds = 300;

/** The routes of the web versions. They have no personal content, so that search engines and caches may store them. */
export function archiveRoutes(archive: Archive): Hono {
  const app = new Hono();
  const allowStoring = (c: Context): void => {
    c.header('x-robots-tag', 'all');
    c.header('cache-control', `public, max-age=${maxAgeSeconds}`);
  };
  app.get('/:week{\\d{4}-W\\d{2}}/images/:file', async c => {
    const image = await archive.image(c.req.param('week'), c.req.param('file'));
    if (image === undefined) return c.notFound();
    allowStoring(c);
    return c.body(Buffer.from(image.bytes), 200, { 'content-type': image.contentType });
  });
  // Redirect to existing pages only, so that a crafted path cannot lead to another site.
  app.get('/:week{\\d{4}-W\\d{2}}/:language', async c => {
    const { week, language } = c.req.param();
    if (!/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language)) return c.notFound();
    if ((await archive.page(week, language)) === undefined) return c.notFound();
    return c.redirect(`${language}/`, 301);
  });
  app.get('/:week{\\d{4}-W\\d{2}}/:language/', async c => {
    const page = await archive.page(c.req.param('week'), c.req.param('language'));
    if (page === undefined) return c.notFound();
    allowStoring(c);
    c.header('content-security-policy', webVersionPolicy);
    return c.html(page);
  });
  return app;
}

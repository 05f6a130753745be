import { Hono } from 'hono';
import { recordEvent } from '../bounces/record-verdict.ts';
import type { Provider } from '../bounces/webhooks/provider.ts';
import type { Site } from './site.ts';

/** Bytes that an envelope of a provider may have: SNS sends up to 256 KB. */
export const longestEnvelope = 512 * 1024;

/** What mail providers tell of what came back: `/webhooks/<name>`, for those whose secrets are set. */
export function webhookRoutes({ job }: Site): Hono {
  const { store, publication, now, failed } = job;
  const { soft, within } = publication.bounces;
  const limit = { count: soft, within: within * 1_000 };
  const app = new Hono();
  app.post('/webhooks/:provider', async c => {
    const name = c.req.param('provider');
    const provider: Provider | undefined = Object.hasOwn(job.providers, name) ? job.providers[name] : undefined;
    if (provider === undefined) return c.notFound();
    const told = await provider({ header: field => c.req.header(field), body: await c.req.text(), now: now() });
    if (told.events === undefined) {
      failed(new Error(`the webhook of ${name}: ${told.why}`));
      return c.text(told.why, told.why === 'forged' ? 401 : 400);
    }
    for (const event of told.events) await recordEvent(store, event, { source: name, limit, now: now() });
    return c.text('ok');
  });
  return app;
}

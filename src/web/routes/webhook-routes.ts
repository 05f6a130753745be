import { Hono } from 'hono';
import { recordEvent } from '../../bounces/record-verdict.ts';
import type { Provider } from '../../bounces/webhooks/provider.ts';
import type { Site } from '../site.ts';

/** A call that is forged or malformed is reported once in so many milliseconds: strangers must not fill the log. */
const reportEveryMs = 60_000;

/** Amazon SNS sends up to 256 KB. */
export const maxWebhookBytes = 512 * 1024;

/** The routes to which mail providers report bounces and complaints: `/webhooks/<name>`, if the provider's secret is set. */
export function webhookRoutes({ job }: Site): Hono {
  const { store, publication, now, failed } = job;
  const { soft, within } = publication.bounces;
  const limit = { count: soft, within: within * 1_000 };
  const lastReported = new Map<string, number>();
  const app = new Hono();
  app.post('/webhooks/:provider', async c => {
    const name = c.req.param('provider');
    const provider: Provider | undefined = Object.hasOwn(job.providers, name) ? job.providers[name] : undefined;
    if (provider === undefined) return c.notFound();
    const report = await provider({ header: field => c.req.header(field), body: await c.req.text(), now: now() });
    if (report.events === undefined) {
      const last = lastReported.get(name) ?? Number.NEGATIVE_INFINITY;
      if (now().getTime() - last >= reportEveryMs) {
        lastReported.set(name, now().getTime());
        failed(new Error(`the webhook of ${name}: ${report.why}`));
      }
      return c.text(report.why, report.why === 'forged' ? 401 : 400);
    }
    for (const event of report.events) await recordEvent(store, event, { source: name, limit, now: now() });
    return c.text('ok');
  });
  return app;
}

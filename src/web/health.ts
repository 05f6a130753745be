import { Hono } from 'hono';

/** How a process is, for whoever watches over it: 200 while all is well, 503 while it is not. */
export function healthApp(state: () => { well: boolean } & Record<string, unknown>): Hono {
  const app = new Hono();
  app.get('/health', c => {
    const now = state();
    c.header('cache-control', 'no-store');
    return c.json(now, now.well ? 200 : 503);
  });
  return app;
}

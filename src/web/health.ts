import { Hono } from 'hono';

/** An app that reports a process's health to monitoring, at `/health`: 200 while `well` is true, otherwise 503. */
export function healthApp(state: () => { well: boolean } & Record<string, unknown>): Hono {
  const app = new Hono();
  app.get('/health', c => {
    const now = state();
    c.header('cache-control', 'no-store');
    return c.json(now, now.well ? 200 : 503);
  });
  return app;
}

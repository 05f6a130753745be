import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { t } from '../wording/wording.ts';

/** A server for the editor's browser, reachable from this machine only. */
export type LocalServer = { url: string; close(): Promise<void> };

/** Ports that are tried, from the requested one on. */
const maxPortOffset = 50;

const clientFolder = fileURLToPath(new URL('./client/', import.meta.url));

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};
/** The client's files, which are the only ones that are served. */
const assets = new Set(readdirSync(clientFolder));

const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

/** The content security policy of the document that shows a mail: no scripts, and only images are fetched. */
const framePolicy =
  'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; ' +
  "default-src 'none'; img-src 'self' data: https: http:; style-src 'unsafe-inline'; frame-ancestors 'self'";

/**
 * Makes an app that serves the client's files. It rejects requests with a Host that is not this machine, which protects
 * against DNS rebinding by other sites' pages.
 */
export function localApp(): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    const host = (c.req.header('host') ?? '').replace(/:\d+$/, '');
    if (!['localhost', '127.0.0.1', '[::1]'].includes(host))
      return c.text(t('This page is for this machine only.'), 403);
    return next();
  });
  app.use(async (c, next) => {
    await next();
    // The document that shows a mail has its own, stricter policy.
    if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', pagePolicy);
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    c.header('cache-control', 'no-store');
  });
  app.get('/frame', c => c.html('<!doctype html><title>mail</title>', 200, { 'content-security-policy': framePolicy }));
  app.get('/assets/:name', async c => {
    const name = c.req.param('name');
    const type = types[extname(name).slice(1)];
    if (!assets.has(name) || type === undefined) return c.notFound();
    return c.body(await readFile(clientFolder + name, 'utf8'), 200, { 'content-type': type });
  });
  return app;
}

/** Serves an app on loopback, on `port` or the next free port. @throws if none of the next ports is free */
export async function serveLocally(app: Hono, port: number): Promise<LocalServer> {
  for (let candidate = port; ; candidate++) {
    const server = await tryPort(app, candidate);
    if (server === undefined && candidate < Math.min(port + maxPortOffset, 65_535)) continue;
    if (server === undefined) throw new Error(`no port from ${port} on is free`);
    return server;
  }
}

/** Serves an app on one port. @returns undefined if the port is in use */
function tryPort(app: Hono, port: number): Promise<LocalServer | undefined> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (info: AddressInfo) =>
      resolve({
        url: `http://localhost:${info.port}`,
        close: () =>
          new Promise(closed => {
            server.close(() => closed());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      }),
    );
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(undefined) : reject(error),
    );
  });
}

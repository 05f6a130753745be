import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { WorldError } from '../source/world-error.ts';

/** A server of the subscribers' pages, behind a proxy that provides TLS. */
export type WebServer = { port: number; close(): Promise<void> };

/**
 * Serves an app over HTTP.
 * @throws WorldError if the address cannot be used
 */
export function serveWeb(app: Hono, { host, port }: { host: string; port: number }): Promise<WebServer> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, info =>
      resolve({
        port: info.port,
        close: () =>
          new Promise(closed => {
            server.close(() => closed());
            if ('closeIdleConnections' in server) server.closeIdleConnections();
          }),
      }),
    );
    server.once('error', cause =>
      reject(new WorldError(`${host}:${port} cannot be served: ${cause.message}.`, { cause })),
    );
  });
}

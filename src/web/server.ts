import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { WorldError } from '../source/world-error.ts';

/** A server that others reach, through a proxy that speaks TLS. */
export type WebServer = { port: number; close(): Promise<void> };

/**
 * Serves an app.
 * @throws WorldError if the port cannot be had
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

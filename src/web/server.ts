import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { WorldError } from '../source/world-error.ts';
import { t } from '../wording/wording.ts';

/** A server of the subscribers' pages, behind a proxy that provides TLS. */
export type WebServer = {
  port: number;
  /** Closes idle connections immediately, and connections with a request after `closeGraceMs` at the latest. */
  close(): Promise<void>;
};

/** How long running requests may continue after the server is asked to close. */
export const closeGraceMs = 3_000;

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
            if (!('closeIdleConnections' in server)) return;
            server.closeIdleConnections();
            setTimeout(() => server.closeAllConnections(), closeGraceMs).unref();
          }),
      }),
    );
    server.once('error', cause =>
      reject(
        new WorldError(t('%{host}:%{port} cannot be served: %{message}.', { host, port, message: cause.message }), {
          cause,
        }),
      ),
    );
  });
}

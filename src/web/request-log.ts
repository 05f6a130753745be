import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';

/** A request as logs may keep it: the pattern of its route stands for its path, which may hold a reader's token. */
export type ServedRequest = { method: string; route: string; status: number; ms: number };

/** Methods that are logged by their name; any other text is of the client's choice. */
const methods = new Set(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']);

/** A route as docs/routes.md lists it: `/:week/:language/`, without the patterns of its parts. */
export const routeName = (path: string): string => path.replace(/\{[^/{}]*(?:\{[^/{}]*\}[^/{}]*)*\}/g, '');

/** Tells of each request when it is answered: no path, no address, no header. */
export const requestLog =
  (served: (request: ServedRequest) => void): MiddlewareHandler =>
  async (c, next) => {
    const begun = performance.now();
    await next();
    const { method } = c.req;
    const route = matchedRoutes(c).findLast(({ path }) => !path.includes('*'))?.path;
    served({
      method: methods.has(method) ? method : 'other',
      route: route === undefined ? 'none' : routeName(route),
      status: c.res.status,
      ms: Math.round((performance.now() - begun) * 10) / 10,
    });
  };

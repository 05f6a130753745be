import type { MiddlewareHandler } from 'hono';
import { readToken } from '../../secret/link-token.ts';
import type { WebJob } from '../site.ts';

/** The exact body that mail programs and their providers send (RFC 8058 section 3.1). */
const oneClick = 'List-Unsubscribe=One-Click';

/**
 * Unsubscribes by the button of a mail program. Thousands of requests may arrive when an issue is sent, and no person sees
 * the response, so that this runs before everything that pages need. All other POST requests go to the unsubscribe page.
 */
export function oneClickUnsubscribe({
  store,
  secrets,
  now,
}: WebJob): MiddlewareHandler<object, `/unsubscribe/:token${'' | '/'}`> {
  return async (c, next) => {
    if (c.req.header('content-length') !== String(oneClick.length)) return next();
    if (c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded') !== true) return next();
    if ((await c.req.text()) !== oneClick) return next();
    const { claims } = readToken(c.req.param('token'), 'unsubscribe', secrets, now());
    if (claims === undefined) return next();
    await store.subscribers.leave(claims.about, claims.week, now());
    return c.text('ok');
  };
}

import type { MiddlewareHandler } from 'hono';
import { readToken } from '../secret/link-token.ts';
import type { WebJob } from './site.ts';

/** What mail programs and their providers send, to the byte (RFC 8058 section 3.1). */
const oneClick = 'List-Unsubscribe=One-Click';

/**
 * Leaving by a mail program's button. Thousands may come at once when an issue arrives, and nobody sees the answer: it goes
 * before all that pages need. Whatever else is posted to the link is the unsubscribe page's.
 */
export function leaveAtOnce({ store, secrets, now }: WebJob): MiddlewareHandler<object, '/unsubscribe/:token'> {
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

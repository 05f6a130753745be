import { type Context, Hono } from 'hono';
import { personalLinks } from '../../message/personal-links.ts';
import { readToken } from '../../secret/link-token.ts';
import type { OpenConfirmation } from '../../store/subscribers/confirmations.ts';
import { erasureHashes } from '../../subscribers/erasure.ts';
import { confirmedPage, confirmPage, notConfirmedPage } from '../pages/confirm-pages.ts';
import { message } from '../pages/layout.ts';
import { isElsewhere, type Site } from '../site.ts';

/** The pages of the link in a confirmation email: one that asks for the confirmation, and one with the result. */
export function confirmRoutes(site: Site): Hono {
  const { job, secret, contextOf } = site;
  const { store, secrets, now } = job;
  const app = new Hono();

  /** The open confirmation of the link; or the page that says why there is none. */
  const openOf = async (c: Context): Promise<OpenConfirmation | Response> => {
    const { claims, ...verdict } = readToken(c.req.param('token') ?? '', 'confirm', secrets, now());
    const open = claims && (await store.confirmations.open(claims.about, now()));
    if (open !== undefined) return open;
    const isForged = 'why' in verdict && verdict.why !== 'expired';
    if (isForged) return c.html(message(contextOf(c), 'bad_link'), 404);
    return c.html(notConfirmedPage(contextOf(c), 'over'), 410);
  };

  app.get('/confirm/:token', async c => {
    const open = await openOf(c);
    return open instanceof Response ? open : c.html(confirmPage(contextOf(c, open.language), open));
  });
  app.post('/confirm/:token', async c => {
    const open = await openOf(c);
    if (open instanceof Response) return open;
    const context = contextOf(c, open.language);
    if (isElsewhere(c)) return c.html(message(context, 'elsewhere'), 403);
    const erased = erasureHashes(open.address, secrets);
    const answer = await store.confirmations.confirm(open.id, site.networkOf(c), erased, now());
    if (answer.outcome !== 'confirmed')
      return c.html(notConfirmedPage(context, answer.outcome), answer.outcome === 'over' ? 410 : 200);
    // A change of address is told to the address before.
    if (open.kind === 'address') job.wakeConfirmationSender?.();
    const links = personalLinks('..', { subscriber: answer.subscriber, week: '' }, secret, now());
    return c.html(confirmedPage(context, open, links.preferences_url));
  });
  return app;
}

import type { Hono } from 'hono';
import { type Mailbox, type ShownMail, showMail } from './mailbox.ts';
import { localApp } from './server.ts';

/** The inbox page of `npm start`: what arrived at a mailbox, each message in the viewer. */
export function inboxApp(mailbox: Mailbox): Hono {
  const app = localApp();
  const shown = new Map<number, Promise<ShownMail>>();
  const find = (id: string): Promise<ShownMail> | undefined => {
    const mail = mailbox.mails.find(one => String(one.id) === id);
    if (mail === undefined) return undefined;
    const known = shown.get(mail.id) ?? showMail(mail);
    shown.set(mail.id, known);
    return known;
  };
  app.get('/', c => c.redirect('/assets/inbox.html'));
  app.get('/messages', async c => {
    const mails = await Promise.all(mailbox.mails.map(({ id }) => find(String(id))));
    return c.json(mails.flatMap(mail => (mail === undefined ? [] : [pick(mail)])));
  });
  app.get('/messages/:id', async c => {
    const mail = await find(c.req.param('id'));
    return mail === undefined ? c.notFound() : c.json(mail);
  });
  return app;
}

const pick = ({ id, to, subject, language }: ShownMail) => ({ id, to, subject, language });

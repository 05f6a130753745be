import type { Hono } from 'hono';
import { type Mailbox, type ParsedMail, parseMail } from './demo-mailbox.ts';
import { localApp } from './local-server.ts';

/** The app of the inbox page of `hebdo demo`: it lists the messages of a mailbox and shows each in the viewer. */
export function inboxApp(mailbox: Mailbox): Hono {
  const app = localApp();
  const parsedMails = new Map<number, Promise<ParsedMail>>();
  const findMail = (id: string): Promise<ParsedMail> | undefined => {
    const mail = mailbox.mails.find(one => String(one.id) === id);
    if (mail === undefined) return undefined;
    const parsed = parsedMails.get(mail.id) ?? parseMail(mail);
    parsedMails.set(mail.id, parsed);
    return parsed;
  };
  app.get('/', c => c.redirect('/assets/inbox.html'));
  app.get('/messages', async c => {
    const mails = await Promise.all(mailbox.mails.map(({ id }) => findMail(String(id))));
    return c.json(mails.flatMap(mail => (mail === undefined ? [] : [listEntry(mail)])));
  });
  app.get('/messages/:id', async c => {
    const mail = await findMail(c.req.param('id'));
    return mail === undefined ? c.notFound() : c.json(mail);
  });
  return app;
}

/** The fields of a message that the list shows. */
const listEntry = ({ id, to, subject, language }: ParsedMail) => ({ id, to, subject, language });

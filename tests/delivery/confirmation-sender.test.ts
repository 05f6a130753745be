import { simpleParser } from 'mailparser';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadNewsletter } from '../../src/app/compile/newsletter.ts';
import { startConfirmationSender } from '../../src/delivery/confirmation-sender.ts';
import { smtpTransport } from '../../src/delivery/smtp/smtp-transport.ts';
import { parseSmtpUrls } from '../../src/delivery/smtp/smtp-url.ts';
import { compileConfirmationEmails } from '../../src/email/confirmation-email.ts';
import { confirmationMessageMaker } from '../../src/message/confirmation-message.ts';
import { readToken } from '../../src/secret/link-token.ts';
import { openStore } from '../../src/store/store.ts';
import { askForConfirmation, confirmationDays } from '../../src/subscribers/sign-up.ts';
import { secret } from '../helpers/hebdo.ts';
import { root } from '../helpers/newsletter.ts';
import { reply, smtpSink } from '../helpers/smtp.ts';

const { value: newsletter } = await loadNewsletter(root);
if (newsletter === undefined) throw new Error('the sample is broken');
const { publication, locales } = newsletter;
const { value: letters = [] } = await compileConfirmationEmails(root, publication, locales, {
  lifetimeDays: confirmationDays,
});
const start = new Date('2026-11-27T08:00:00Z');

/** A confirmation sender over a store of its own and a server, and a clock that a test moves. */
async function senderTo(url: string) {
  const store = await openStore('sqlite::memory:');
  const stop = new AbortController();
  const clock = { now: start };
  const tried: string[] = [];
  const failures: unknown[] = [];
  const [server] = parseSmtpUrls(url).value ?? [];
  if (server === undefined) throw new Error(url);
  const confirmationSender = startConfirmationSender({
    confirmations: store.confirmations,
    transport: smtpTransport(server),
    compose: confirmationMessageMaker(letters, { publication, secret, bounceAddress: 'bounces@news.example.com' }),
    now: () => clock.now,
    signal: stop.signal,
    tried: ({ address }, { kind }) => tried.push(`${address} ${kind}`),
    failed: cause => failures.push(cause),
  });
  onTestFinished(async () => {
    stop.abort();
    await confirmationSender.ended;
    await store.close();
  });
  const ask = async (address: string, language = 'fr') => {
    const wanted = { kind: 'sign_up' as const, address, language, page: 'p', consent: 'yes' };
    await askForConfirmation(store, wanted, clock.now);
    confirmationSender.wake();
  };
  return { store, confirmationSender, clock, tried, failures, ask };
}

describe('the confirmation sender', () => {
  it('sends a letter at once, once, in the language that was chosen, with a link that confirms', async () => {
    const { url, taken } = await smtpSink();
    const { ask, confirmationSender } = await senderTo(url);
    await ask('ana@example.com', 'en');
    await ask('bo@example.com');
    await expect.poll(() => taken.length).toBe(2);
    confirmationSender.wake();
    const mail = await simpleParser(taken[0]?.raw ?? '');
    expect(taken[0]).toMatchObject({ from: 'bounces@news.example.com', to: 'ana@example.com' });
    expect(mail.subject).toBe('Please confirm: AI Weekly');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    // Nobody is on a list yet.
    expect(mail.headers.has('list')).toBe(false);
    const token = /\/confirm\/(\S+)/.exec(mail.text ?? '')?.[1] ?? '';
    expect(String(mail.html)).toContain(`href="https://news.example.com/confirm/${token}"`);
    expect(readToken(token, 'confirm', [secret], start).claims?.about).toBe(1);
    expect((await simpleParser(taken[1]?.raw ?? '')).subject).toContain('À confirmer');
    expect(taken).toHaveLength(2);
  });

  it('tries again what the server deferred, after a pause; what it refused not', async () => {
    let busy = true;
    const { url, taken } = await smtpSink({
      onRcpt(to) {
        if (to.startsWith('no')) throw reply(550, 'nobody here');
        if (busy) throw reply(451, 'later');
      },
    });
    const { ask, tried, clock, confirmationSender } = await senderTo(url);
    await ask('ana@example.com');
    await ask('no@example.com');
    await expect.poll(() => tried).toEqual(['ana@example.com deferred', 'no@example.com refused']);
    busy = false;
    confirmationSender.wake();
    clock.now = new Date(start.getTime() + 61_000);
    confirmationSender.wake();
    // The server has the message a moment before its reply is here.
    await expect.poll(() => tried, { timeout: 15_000 }).toHaveLength(3);
    expect(taken).toHaveLength(1);
  });

  it('tries again what was refused because of us', async () => {
    let denies = true;
    const { url, taken } = await smtpSink({
      onRcpt() {
        if (denies) throw reply(554, '5.7.1 Relay access denied');
      },
    });
    const { ask, tried, clock, confirmationSender } = await senderTo(url);
    await ask('ana@example.com');
    await expect.poll(() => tried).toEqual(['ana@example.com refused']);
    denies = false;
    clock.now = new Date(start.getTime() + 61_000);
    confirmationSender.wake();
    await expect.poll(() => taken.length).toBe(1);
  });

  it('waits for a server that is away, and loses nothing', async () => {
    const sink = await smtpSink();
    await sink.close();
    const { ask, failures, store } = await senderTo(sink.url);
    await ask('ana@example.com');
    await expect.poll(() => failures.length).toBeGreaterThan(0);
    expect(await store.confirmations.due(start, 5)).toMatchObject([{ address: 'ana@example.com', attempts: 0 }]);
  });

  it('mails nobody who is suppressed, and nothing whose time is over', async () => {
    const { url, taken } = await smtpSink();
    const { ask, store, clock, confirmationSender } = await senderTo(url);
    await store.suppressions.add('spam@example.com', 'called it spam', start);
    clock.now = new Date(start.getTime() - 8 * 86_400_000);
    await store.confirmations.ask(
      { kind: 'sign_up', address: 'old@example.com', language: 'fr', page: 'p' },
      86_400_000,
      { between: 0, perDay: 9 },
      clock.now,
    );
    clock.now = start;
    await ask('spam@example.com');
    await ask('ana@example.com');
    await expect.poll(() => taken.length).toBe(1);
    confirmationSender.wake();
    await expect.poll(async () => (await store.confirmations.due(clock.now, 5)).length).toBe(0);
    expect(taken.map(({ to }) => to)).toEqual(['ana@example.com']);
  });
});

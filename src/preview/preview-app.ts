import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { PreviewState } from '../app/write/preview-state.ts';
import { type EmailImage, gmailClipBytes } from '../email/email.ts';
import { spokenLanguage, t } from '../wording/wording.ts';
import { localApp } from './local-server.ts';

/** The functions that the preview needs. */
export type PreviewSource = {
  /** Compiles the current files. */
  read(): Promise<PreviewState>;
  /** Calls `changed` after each change of the files. Returns a function that stops watching. */
  watch(changed: () => void): () => void;
  /** Sends a test copy. `words` is the server's answer. */
  sendTest(address: string, language?: string): Promise<{ sent: boolean; words: string }>;
};

/** Characters of an address (RFC 5321 section 4.5.3.1: 64 before the @, 255 after it). */
const maxAddressChars = 320;
const tokenBytes = 24;
const testRequest = z.object({ address: z.string().max(maxAddressChars), language: z.string().max(35).optional() });

/**
 * Makes the app of the editor's live preview.
 * @returns the app, and a function that stops watching the files
 */
export async function previewApp(preview: PreviewSource): Promise<{ app: Hono; close(): void }> {
  const token = randomBytes(tokenBytes).toString('base64url');
  const images = new Map<string, EmailImage>();
  const listeners = new Set<() => void>();
  let version = 0;
  let lastEditions: NonNullable<PreviewState['editions']> = [];
  let state = await preview.read();
  let isReading = false;
  let isChanged = false;

  const setState = (next: PreviewState): void => {
    state = next;
    if (next.editions !== undefined) lastEditions = next.editions;
    for (const image of next.images ?? []) images.set(image.filename, image);
    version++;
    for (const listener of listeners) listener();
  };
  const refresh = async (): Promise<void> => {
    // Changes during one reading are covered by one more reading after it.
    if (isReading) {
      isChanged = true;
      return;
    }
    isReading = true;
    do {
      isChanged = false;
      setState(await preview.read().catch(failedState));
    } while (isChanged);
    isReading = false;
  };
  const failedState = (cause: unknown): PreviewState => ({
    week: state.week,
    problems: [
      { severity: 'error', rule: 'preview', message: String(cause), hint: t('Save the file again.'), place: '' },
    ],
  });
  setState(state);
  const close = preview.watch(() => void refresh());

  const app = localApp();
  app.get('/', c => c.redirect('/assets/preview.html'));
  const clientState = () => {
    const { images: _, ...rest } = state;
    const stale = state.editions === undefined;
    return { ...rest, version, editions: lastEditions, stale, token, gmailClipBytes, interface: spokenLanguage() };
  };
  app.get('/state', c => c.json(clientState()));
  app.get('/events', c =>
    streamSSE(c, async stream => {
      let wake: () => void = () => undefined;
      const listener = (): void => wake();
      listeners.add(listener);
      stream.onAbort(() => {
        listeners.delete(listener);
        wake();
      });
      for (let sentVersion = -1; !stream.aborted; ) {
        if (sentVersion !== version) {
          sentVersion = version;
          await stream.writeSSE({ data: JSON.stringify(clientState()) });
        } else await new Promise<void>(resolve => (wake = resolve));
      }
    }),
  );
  app.get('/images/:name', c => {
    const image = images.get(c.req.param('name'));
    if (image === undefined) return c.notFound();
    return c.body(new Uint8Array(image.bytes), 200, { 'content-type': image.contentType });
  });
  app.post('/test', async c => {
    // Only this page may send mail: the request must have the page's token and must not come from another site.
    const origin = c.req.header('origin');
    if (origin !== undefined && new URL(origin).host !== c.req.header('host')) return c.json({ error: 'origin' }, 403);
    if (!isSameToken(c.req.header('x-hebdo-token') ?? '', token)) return c.json({ error: 'token' }, 403);
    const body = testRequest.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ error: 'address' }, 400);
    return c.json(await preview.sendTest(body.data.address, body.data.language));
  });
  return { app, close };
}

const isSameToken = (given: string, expected: string): boolean =>
  given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));

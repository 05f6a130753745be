import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { PreviewState } from '../app/write/preview-state.ts';
import type { EmailImage } from '../email/email.ts';
import { localApp } from './server.ts';

/** What the preview needs of the program around it. */
export type PreviewSource = {
  /** Reads the files as they are now. */
  read(): Promise<PreviewState>;
  /** Calls back after each change of the files; gives a function that ends it. */
  watch(changed: () => void): () => void;
  /** Sends a test copy; gives what the server said, in words. */
  sendTest(address: string): Promise<{ sent: boolean; words: string }>;
};

const testRequest = z.object({ address: z.string().max(320) });

/**
 * The editor's live preview.
 * @returns the app, and what ends its watching
 */
export async function previewApp(preview: PreviewSource): Promise<{ app: Hono; close(): void }> {
  const token = randomBytes(24).toString('base64url');
  const images = new Map<string, EmailImage>();
  const listeners = new Set<() => void>();
  let version = 0;
  let shown: Pick<PreviewState, 'editions'> = {};
  let state = await preview.read();
  let running = false;
  let again = false;

  const take = (next: PreviewState): void => {
    state = next;
    if (next.editions !== undefined) shown = { editions: next.editions };
    for (const image of next.images ?? []) images.set(image.filename, image);
    version++;
    for (const listener of listeners) listener();
  };
  const refresh = async (): Promise<void> => {
    // While one reading is under way, any number of changes ask for one more.
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      take(await preview.read().catch(failed));
    } while (again);
    running = false;
  };
  const failed = (cause: unknown): PreviewState => ({
    week: state.week,
    problems: [{ severity: 'error', rule: 'preview', message: String(cause), hint: 'Save the file again.', place: '' }],
  });
  take(state);
  const close = preview.watch(() => void refresh());

  const app = localApp();
  app.get('/', c => c.redirect('/assets/preview.html'));
  const current = () => {
    const { images: _, ...rest } = state;
    return { ...rest, version, editions: shown.editions ?? [], stale: state.editions === undefined, token };
  };
  app.get('/state', c => c.json(current()));
  app.get('/events', c =>
    streamSSE(c, async stream => {
      let wake: () => void = () => undefined;
      const listener = (): void => wake();
      listeners.add(listener);
      stream.onAbort(() => {
        listeners.delete(listener);
        wake();
      });
      for (let told = -1; !stream.aborted; ) {
        if (told !== version) {
          told = version;
          await stream.writeSSE({ data: JSON.stringify(current()) });
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
    // The page's own token, and no other site's form: a stranger must not make us send mail.
    const origin = c.req.header('origin');
    if (origin !== undefined && new URL(origin).host !== c.req.header('host')) return c.json({ error: 'origin' }, 403);
    if (!sameToken(c.req.header('x-hebdo-token') ?? '', token)) return c.json({ error: 'token' }, 403);
    const body = testRequest.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ error: 'address' }, 400);
    return c.json(await preview.sendTest(body.data.address));
  });
  return { app, close };
}

const sameToken = (given: string, wanted: string): boolean =>
  given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));

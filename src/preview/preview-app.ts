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
  /** The week that is shown first. */
  week: string;
  /** The weeks that have an issue, newest first. */
  weeks(): Promise<string[]>;
  /** Compiles the current files of a week. */
  read(week: string): Promise<PreviewState>;
  /** Calls `changed` after each change of the files. Returns a function that stops watching. */
  watch(changed: () => void): () => void;
  /** Sends a test copy. `words` says why it was not sent. */
  sendTest(week: string, address: string, language?: string): Promise<{ sent: boolean; words: string }>;
};

/** An issue that is shown, and the pages that show it. */
type View = {
  state: PreviewState;
  /** The last valid editions; they stay in view while the files have errors. */
  editions: NonNullable<PreviewState['editions']>;
  images: Map<string, EmailImage>;
  version: number;
  listeners: Set<() => void>;
  refresh(): Promise<void>;
};

/** Characters of an address (RFC 5321 section 4.5.3.1: 64 before the @, 255 after it). */
const maxAddressChars = 320;
const tokenBytes = 24;
const testRequest = z.object({
  week: z.string().max(20).optional(),
  address: z.string().max(maxAddressChars),
  language: z.string().max(35).optional(),
});

/**
 * Makes the app of the editor's live preview.
 * @returns the app, and a function that stops watching the files
 */
export async function previewApp(preview: PreviewSource): Promise<{ app: Hono; close(): void }> {
  const token = randomBytes(tokenBytes).toString('base64url');
  const views = new Map<string, Promise<View>>();
  let weeks = await preview.weeks();

  /** The view of a week; of the first week if there is no issue of it. */
  const viewOf = (asked: string | undefined): Promise<View> => {
    const week = asked !== undefined && weeks.includes(asked) ? asked : preview.week;
    const view = views.get(week) ?? openView(preview, week);
    views.set(week, view);
    return view;
  };
  await viewOf(preview.week);
  const close = preview.watch(async () => {
    weeks = await preview.weeks();
    for (const [week, opening] of views) {
      const view = await opening;
      if (view.listeners.size > 0) await view.refresh();
      // It is read again when a page opens it.
      else views.delete(week);
    }
  });

  const app = localApp();
  app.get('/', c => c.redirect('/assets/preview.html'));
  const clientState = ({ state: { images: _, ...state }, editions, version }: View) => {
    const stale = state.editions === undefined;
    return { ...state, weeks, version, editions, stale, token, gmailClipBytes, interface: spokenLanguage() };
  };
  app.get('/state', async c => c.json(clientState(await viewOf(c.req.query('week')))));
  app.get('/events', async c => {
    const view = await viewOf(c.req.query('week'));
    return streamSSE(c, async stream => {
      let wake: () => void = () => undefined;
      const listener = (): void => wake();
      view.listeners.add(listener);
      stream.onAbort(() => {
        view.listeners.delete(listener);
        wake();
      });
      for (let sentVersion = -1; !stream.aborted; ) {
        if (sentVersion !== view.version) {
          sentVersion = view.version;
          await stream.writeSSE({ data: JSON.stringify(clientState(view)) });
        } else await new Promise<void>(resolve => (wake = resolve));
      }
    });
  });
  app.get('/images/:week/:name', async c => {
    const image = (await viewOf(c.req.param('week'))).images.get(c.req.param('name'));
    if (image === undefined) return c.notFound();
    return c.body(new Uint8Array(image.bytes), 200, { 'content-type': image.contentType });
  });
  app.post('/test', async c => {
    // Only this page may send mail: the request must have the page's token and must not come from another site.
    const origin = c.req.header('origin');
    if (origin !== undefined && new URL(origin).host !== c.req.header('host')) return c.json(outdatedPage(), 403);
    if (!isSameToken(c.req.header('x-hebdo-token') ?? '', token)) return c.json(outdatedPage(), 403);
    const body = testRequest.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ sent: false, words: t('This is not an email address.') }, 400);
    const { week, address, language } = body.data;
    return c.json(await preview.sendTest((await viewOf(week)).state.week, address, language));
  });
  return { app, close };
}

/** Reads an issue, and again after each change. */
async function openView(preview: PreviewSource, week: string): Promise<View> {
  let isReading = false;
  let isChanged = false;
  const view: View = {
    state: { week, problems: [] },
    editions: [],
    images: new Map(),
    version: 0,
    listeners: new Set(),
    async refresh() {
      // Changes during one reading are covered by one more reading after it.
      if (isReading) {
        isChanged = true;
        return;
      }
      isReading = true;
      do {
        isChanged = false;
        view.state = await preview.read(week).catch(cause => failedState(week, cause));
        view.editions = view.state.editions ?? view.editions;
        for (const image of view.state.images ?? []) view.images.set(image.filename, image);
        view.version++;
        for (const listener of view.listeners) listener();
      } while (isChanged);
      isReading = false;
    },
  };
  await view.refresh();
  return view;
}

const failedState = (week: string, cause: unknown): PreviewState => ({
  week,
  problems: [
    {
      severity: 'error',
      rule: 'preview',
      message: String(cause),
      hint: t('Save the file again.'),
      place: '',
      marks: [],
    },
  ],
});

const outdatedPage = () => ({ sent: false, words: t('Not sent. Reload this page, and send again.') });

const isSameToken = (given: string, expected: string): boolean =>
  given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));

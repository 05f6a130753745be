import type { BlockList } from 'node:net';
import type { Context } from 'hono';
import type { z } from 'zod';
import type { Archive } from '../app/readers/archive.ts';
import type { Provider } from '../bounces/webhooks/provider.ts';
import type { Locale } from '../edition/locale.ts';
import type { Publication } from '../publication/schema.ts';
import type { Store } from '../store/store.ts';
import { pageLanguage } from './language.ts';
import { networkHash, networkOf } from './network.ts';
import { message, type PageContext } from './pages/layout.ts';

/** What the subscriber's pages need. */
export type WebJob = {
  publication: Publication;
  /** One per language of the publication, the default one first. */
  locales: readonly Locale[];
  store: Store;
  /** `HEBDO_SECRET`, then those before it. */
  secrets: readonly string[];
  /** Who may say whom a request was forwarded for. */
  proxies: BlockList;
  /** Is told that a letter waits to be sent. Without it nothing can be mailed: nobody can sign up or change an address. */
  wakeConfirmationSender?: () => void;
  archive: Archive;
  /** Who may tell of bounces by a webhook, by the name in its path. */
  providers: Readonly<Record<string, Provider>>;
  now(): Date;
  /** Is told of what went wrong; nothing a visitor sees says what. */
  failed(cause: unknown): void;
};

/** What all routes share. */
export type Site = {
  job: WebJob;
  languages: readonly string[];
  /** The secret that new links are signed with. */
  secret: string;
  /** What a page is made with. @param reader the language of whoever bears the link */
  contextOf(c: Context, reader?: string): PageContext;
  /** A form's fields; or the page that says that its characters cannot be read. */
  formOf<S extends z.ZodType>(c: Context, schema: S): Promise<z.output<S> | Response>;
  /** A keyed hash of the network a request is from. */
  networkOf(c: Context): string;
};

export function makeSite(job: WebJob): Site {
  const { publication, locales, secrets, proxies } = job;
  const languages = locales.map(({ language }) => language);
  const [secret] = secrets;
  if (secret === undefined) throw new Error('the pages need a secret');
  const contextOf: Site['contextOf'] = (c, reader) => {
    const wish = { link: c.req.query('lang'), reader, accept: c.req.header('accept-language') };
    const language = pageLanguage(languages, wish);
    const locale = locales.find(one => one.language === language) ?? locales[0];
    if (locale === undefined) throw new Error('the publication has no language');
    return { publication, locale, languages, root: '../'.repeat(c.req.path.split('/').length - 2) };
  };
  return {
    job,
    languages,
    secret,
    contextOf,
    async formOf(c, schema) {
      const charset = /charset="?([\w-]+)/i.exec(c.req.header('content-type') ?? '')?.[1] ?? 'utf-8';
      const fields = await fieldsOf(c);
      // What is not UTF-8 becomes this character, and what it was is lost.
      const isGarbled = Object.values(fields).some(value => typeof value === 'string' && value.includes('\ufffd'));
      if (!/^(utf-?8|us-ascii)$/i.test(charset) || isGarbled)
        return c.html(message(contextOf(c), 'charset'), isGarbled ? 400 : 415);
      return schema.parse(fields);
    },
    networkOf: c => networkHash(networkOf(c.env, c.req.header('x-forwarded-for'), proxies), secret),
  };
}

/** The fields of a form; none where the body is no form, or a broken one. */
async function fieldsOf(c: Context): Promise<Record<string, unknown>> {
  const type = c.req.header('content-type') ?? '';
  // The runtime's own parser takes three times as long for what nearly all forms are.
  if (/^application\/x-www-form-urlencoded\b/i.test(type))
    return Object.fromEntries(new URLSearchParams(await c.req.text()));
  return c.req.parseBody().catch(() => ({}));
}

/** Browsers say where a form was sent from; programs say nothing. */
export const isElsewhere = (c: Context): boolean => c.req.header('sec-fetch-site') === 'cross-site';

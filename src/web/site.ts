import type { BlockList } from 'node:net';
import type { Context } from 'hono';
import type { z } from 'zod';
import type { Archive } from '../app/readers/archive.ts';
import type { Provider } from '../bounces/webhooks/provider.ts';
import type { Locale } from '../edition/locale.ts';
import type { Publication } from '../publication/schema.ts';
import type { Store } from '../store/store.ts';
import { pageLanguage } from './language.ts';
import { clientAddress, householdOf, networkHash } from './network.ts';
import { message, type PageContext } from './pages/layout.ts';
import type { ServedRequest } from './request-log.ts';

/** The data and callbacks that the subscribers' pages need. */
export type WebJob = {
  publication: Publication;
  /** One per language of the publication, the default language first. */
  locales: readonly Locale[];
  store: Store;
  /** `HEBDO_SECRET`, then the previous secrets. */
  secrets: readonly string[];
  /** The proxies whose X-Forwarded-For is trusted. */
  proxies: BlockList;
  /** Called when a confirmation email is to be sent. If absent, emails cannot be sent: sign-ups and changes of address are closed. */
  wakeConfirmationSender?: () => void;
  archive: Archive;
  /** The providers that may report bounces by webhook, by the name in the path. */
  providers: Readonly<Record<string, Provider>>;
  now(): Date;
  /** Called with each error. Visitors do not see its details. */
  failed(cause: unknown): void;
  /** Called with each request that was answered, for logs. */
  served?(request: ServedRequest): void;
};

/** The data and functions that all routes share. */
export type Site = {
  job: WebJob;
  languages: readonly string[];
  /** The secret that new links are signed with. */
  secret: string;
  /** The context of a page. @param reader the language of the link's bearer */
  contextOf(c: Context, reader?: string): PageContext;
  /** The fields of a form; or the page that says that its characters cannot be read. */
  formOf<S extends z.ZodType>(c: Context, schema: S): Promise<z.output<S> | Response>;
  /** The IP address that a request comes from. */
  addressOf(c: Context): string;
  /** A keyed hash of the household's network that a request comes from: a proof of consent holds it. */
  networkOf(c: Context): string;
};

/** Makes the functions that all routes share. @throws if there is no secret or no locale */
export function makeSite(job: WebJob): Site {
  const { publication, locales, secrets, proxies } = job;
  const languages = locales.map(({ language }) => language);
  const [secret] = secrets;
  if (secret === undefined) throw new Error('the pages need a secret');
  const contextOf: Site['contextOf'] = (c, reader) => {
    const requested = { link: c.req.query('lang'), reader, accept: c.req.header('accept-language') };
    const language = pageLanguage(languages, requested);
    const locale = locales.find(one => one.language === language) ?? locales[0];
    if (locale === undefined) throw new Error('the publication has no language');
    return { publication, locale, languages, root: '../'.repeat(c.req.path.split('/').length - 2) };
  };
  const addressOf: Site['addressOf'] = c => clientAddress(c.env, c.req.header('x-forwarded-for'), proxies);
  return {
    job,
    languages,
    secret,
    contextOf,
    async formOf(c, schema) {
      const charset = /charset="?([\w-]+)/i.exec(c.req.header('content-type') ?? '')?.[1] ?? 'utf-8';
      const fields = await fieldsOf(c);
      // Invalid UTF-8 is decoded as U+FFFD; the original characters are lost.
      const isGarbled = Object.values(fields).some(value => typeof value === 'string' && value.includes('\ufffd'));
      if (!/^(utf-?8|us-ascii)$/i.test(charset) || isGarbled)
        return c.html(message(contextOf(c), 'charset'), isGarbled ? 400 : 415);
      return schema.parse(fields);
    },
    addressOf,
    networkOf: c => networkHash(householdOf(addressOf(c)), secret),
  };
}

/** The fields of a form; an empty object if the body is not a valid form. */
async function fieldsOf(c: Context): Promise<Record<string, unknown>> {
  const type = c.req.header('content-type') ?? '';
  // Hono's parser takes three times as long for this type, which nearly all forms have.
  if (/^application\/x-www-form-urlencoded\b/i.test(type))
    return Object.fromEntries(new URLSearchParams(await c.req.text()));
  return c.req.parseBody().catch(() => ({}));
}

/** Whether a browser sent the request from another site's page. Programs send no Sec-Fetch-Site header. */
export const isElsewhere = (c: Context): boolean => c.req.header('sec-fetch-site') === 'cross-site';

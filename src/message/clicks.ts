import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { escapeHtml } from '../edition/rich-text.ts';
import type { Email } from '../email/email.ts';
import { keyFor } from '../secret/key.ts';

/** A link of an edition that is counted when it is followed. It says nothing about who follows it. */
export type CountedLink = { week: string; language: string; url: string };

const wire = z.tuple([z.string().max(16), z.string().max(40), z.url({ protocol: /^https?$/ })]);

/**
 * An email whose links are counted: each to an article leads there by way of ours. All readers of an edition have the
 * same links, so that nothing can tell them apart. The plain text stays as it is.
 * @param site where the publication's pages live; links to signing up and to web versions are left alone
 */
export function withCountedLinks(email: Email, site: string, secret: string): Email {
  const { week, language } = email;
  const html = email.html.replace(/(<a\b[^>]*?\shref=")(https?:\/\/[^"]+)(")/gi, (all, before, href, after) => {
    const url = unescapeHtml(String(href));
    if (isOwnPage(url, site)) return all;
    return `${before}${escapeHtml(`${site}/go/${signLink({ week, language, url }, secret)}`)}${after}`;
  });
  return { ...email, html };
}

const isOwnPage = (url: string, site: string): boolean =>
  url.startsWith(site) && /^\/?(\d{4}-W\d\d\/.*)?$/.test(url.slice(site.length));

/** A link's token: where it leads and what it counts for, signed, so that ours is no way to anywhere else. */
export function signLink({ week, language, url }: CountedLink, secret: string): string {
  const body = Buffer.from(JSON.stringify([week, language, url])).toString('base64url');
  return `${body}.${macOf(body, secret).toString('base64url')}`;
}

/** @returns where a token leads, or nothing if we did not sign it */
export function readLink(token: string, secrets: readonly string[]): CountedLink | undefined {
  const [body, mac, ...rest] = token.length <= 4_000 ? token.split('.') : [];
  if (body === undefined || mac === undefined || rest.length > 0) return undefined;
  const given = Buffer.from(mac, 'base64url');
  const isOurs = secrets.some(secret => {
    const wanted = macOf(body, secret);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  if (!isOurs) return undefined;
  const parsed = wire.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  if (!parsed.success) return undefined;
  const [week, language, url] = parsed.data;
  return { week, language, url };
}

/** Half a hash is enough for a link, and keeps it short. */
const macOf = (body: string, secret: string): Buffer =>
  createHmac('sha256', keyFor('counted link', secret)).update(body).digest().subarray(0, 16);

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#34': '"', '#38': '&' };
const unescapeHtml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39|#34|#38);/g, (all, name) => entities[String(name)] ?? all);

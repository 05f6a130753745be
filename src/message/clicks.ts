import { z } from 'zod';
import { escapeHtml } from '../edition/rich-text.ts';
import type { Email } from '../email/email.ts';
import { readSignedJson, signJson } from '../secret/signed-json.ts';

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

/** Half an HMAC is enough for a link, and keeps it short. */
const signing = { maxChars: 4_000, macBytes: 16 };
const use = 'counted link';

/** A link's token: where it leads and what it counts for, signed, so that our address leads nowhere else. */
export const signLink = ({ week, language, url }: CountedLink, secret: string): string =>
  signJson([week, language, url], use, secret, signing.macBytes);

/** @returns where a token leads, or nothing if we did not sign it */
export function readLink(token: string, secrets: readonly string[]): CountedLink | undefined {
  const signed = readSignedJson(token, use, secrets, signing);
  const parsed = wire.safeParse('value' in signed ? signed.value : undefined);
  if (!parsed.success) return undefined;
  const [week, language, url] = parsed.data;
  return { week, language, url };
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#34': '"', '#38': '&' };
const unescapeHtml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39|#34|#38);/g, (all, name) => entities[String(name)] ?? all);

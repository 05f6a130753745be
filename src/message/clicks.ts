import { z } from 'zod';
import { escapeHtml } from '../edition/rich-text.ts';
import type { Email } from '../email/email.ts';
import { readSignedJson, signJson } from '../secret/signed-json.ts';

/** A link of an edition whose clicks are counted. It does not identify the reader. */
export type CountedLink = { week: string; language: string; url: string };

const linkTuple = z.tuple([z.string().max(16), z.string().max(40), z.url({ protocol: /^https?$/ })]);

/**
 * Replaces the links in an email's HTML by redirects of the publication's pages, which count clicks. All readers of an
 * edition have the same links, so that clicks cannot be attributed to a person. The plain text is not changed.
 * @param site the address of the publication's pages; links to the sign-up page and to web versions are not replaced
 */
export function withCountedLinks(email: Email, site: string, secret: string): Email {
  const { week, language } = email;
  const html = email.html.replace(/(<a\b[^<>]*?\shref=")(https?:\/\/[^"]+)(")/gi, (all, before, href, after) => {
    const url = unescapeHtml(String(href));
    if (isOwnPage(url, site)) return all;
    return `${before}${escapeHtml(`${site}/go/${signLink({ week, language, url }, secret)}`)}${after}`;
  });
  return { ...email, html };
}

const isOwnPage = (url: string, site: string): boolean =>
  url.startsWith(site) && /^\/?(\d{4}-W\d\d\/.*)?$/.test(url.slice(site.length));

/** 16 bytes of the HMAC are sufficient and keep the link short. */
const signing = { maxChars: 4_000, macBytes: 16 };
const use = 'counted link';

/** Signs a counted link as a token, so that the redirect leads only to targets of our own emails. */
export const signLink = ({ week, language, url }: CountedLink, secret: string): string =>
  signJson([week, language, url], use, secret, signing.macBytes);

/** Reads a token made by `signLink`. @returns undefined if the signature is invalid */
export function readLink(token: string, secrets: readonly string[]): CountedLink | undefined {
  const signed = readSignedJson(token, use, secrets, signing);
  const parsed = linkTuple.safeParse('value' in signed ? signed.value : undefined);
  if (!parsed.success) return undefined;
  const [week, language, url] = parsed.data;
  return { week, language, url };
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#34': '"', '#38': '&' };
const unescapeHtml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39|#34|#38);/g, (all, name) => entities[String(name)] ?? all);

import { isUnsubscribe, isWebVersion } from './layout/words.ts';

/** Bytes at the beginning of a mail in which its header begins. */
const maxHeadBytes = 4_000;
/** Characters of a page that are looked at. */
const maxPageChars = 1_000_000;
/** Signs that a newsletter has, at least. */
const minSigns = 3;

/** Whether bytes are a mail (RFC 5322): they begin with header fields, two of them those of every mail. */
export function looksLikeMail(bytes: Buffer): boolean {
  const head = bytes
    .subarray(0, maxHeadBytes)
    .toString('latin1')
    .replace(/^(?:\xef\xbb\xbf)?\s{0,20}(?:From .{0,200}\r?\n)?/, '');
  if (!/^[\w-]{1,60}:/.test(head)) return false;
  const fields = head.matchAll(
    /^(from|to|subject|date|received|return-path|delivered-to|message-id|mime-version|content-type|list-id|dkim-signature):/gim,
  );
  return new Set([...fields].map(([, name = '']) => name.toLowerCase())).size >= 2;
}

/** Marks of programs that send newsletters, in their HTML. */
const programs =
  /list-manage\.com|campaign-archive|mcn(?:PreviewText|TextContent|Button|ImageContent)|mcusercontent|sendinblue|sendibt|brevo|mj-column-per|mjt\.lu|mailjet|mailerlite|mlsend|beehiiv|substack\.com\/(?:redirect|app-link|p\/)|substackcdn|buttondown|listmonk|keila|mailpoet|campaign-?monitor|createsend|convertkit|hubspotemail|sendgrid|class="[^"]{0,60}(?:kg-card|post-title)/i;

/**
 * Whether an HTML document is a newsletter that was sent by mail, not a page: by layout tables, a hidden preheader, links to leave and
 * to the web version, styles for mail programs, marks of programs; scripts and the parts of a page speak against it.
 */
export function looksLikeNewsletter(html: string): boolean {
  const text = html.slice(0, maxPageChars);
  const words = [...text.matchAll(/>([^<>]{4,160})</g)].map(([, one = '']) => one);
  const signs = [
    programs.test(text),
    (text.match(/<table\b/gi)?.length ?? 0) >= 3,
    /role="presentation"|cellpadding|cellspacing/i.test(text),
    /pre-?header|preview-?text|mso-hide\s?:|max-height\s?:\s?0/i.test(text),
    /<!--\[if [(!]{0,2}(?:gte |lte )?mso|urn:schemas-microsoft-com:office/i.test(text),
    /\*\|[A-Z_:]{2,40}\|\*|\{\{ ?\.?(?:unsubscribe|Subscriber|contact|subscriber)/i.test(text),
    words.some(isUnsubscribe),
    words.some(isWebVersion),
  ].filter(Boolean).length;
  const ofPages = [/<script\b/i, /<(?:nav|main)\b/i, /<article\b/i].filter(pattern => pattern.test(text)).length;
  return signs - ofPages >= minSigns;
}

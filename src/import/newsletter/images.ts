/** Embedded images of a newsletter, at most, and bytes of each. */
const maxImages = 60;
const maxImageBytes = 5_000_000;
/** Smaller images are pixels. */
const minImageBytes = 100;
/** Characters between the beginning of an attribute and the base64 of its image. */
const maxTypeChars = 60;

/**
 * Takes the images out of a newsletter's HTML that it carries itself (`data:`, or `cid:` with the parts of the mail).
 * @param parts by Content-ID
 * @returns the HTML, in which `embedded:` and a number is their address; one that cannot be used has none
 */
export function embeddedImages(
  html: string,
  parts: ReadonlyMap<string, Uint8Array>,
): { html: string; images: Uint8Array[] } {
  const images: Uint8Array[] = [];
  const known = new Map<string, string>();
  const keep = (bytes: Uint8Array | undefined): string => {
    if (bytes === undefined || imageEnding(bytes) === undefined || images.length >= maxImages) return '';
    if (bytes.length < minImageBytes || bytes.length > maxImageBytes) return '';
    return `embedded:${images.push(bytes) - 1}`;
  };
  const pieces = html.split(/(?<=\ssrc\s?=\s?["'])(?=(?:data|cid):)/i);
  const replaced = pieces.map((piece, i) => {
    if (i === 0) return piece;
    const end = piece.search(/["']/);
    const src = piece.slice(0, end === -1 ? piece.length : end);
    let address = known.get(src);
    if (address === undefined) {
      address = keep(/^cid:/i.test(src) ? parts.get(contentId(src)) : bytesOf(src));
      known.set(src, address);
    }
    return address + (end === -1 ? '' : piece.slice(end));
  });
  return { html: replaced.join(''), images };
}

const contentId = (src: string): string => {
  try {
    return decodeURIComponent(src.slice('cid:'.length));
  } catch {
    return src.slice('cid:'.length);
  }
};

function bytesOf(src: string): Uint8Array | undefined {
  const at = src.indexOf(',');
  const isBase64 = at > 0 && at <= maxTypeChars && /^data:image\/[\w.+-]{1,30};base64$/i.test(src.slice(0, at));
  return isBase64 && src.length < maxImageBytes * 1.4 ? Buffer.from(src.slice(at + 1), 'base64') : undefined;
}

/** The ending of an image's file by its first bytes; undefined if it is no image that mail programs show. */
export function imageEnding(bytes: Uint8Array): 'png' | 'jpg' | 'gif' | 'webp' | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\x89PNG')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpg';
  if (/^GIF8[79]a/.test(head)) return 'gif';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'webp' : undefined;
}

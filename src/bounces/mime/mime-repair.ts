import { fieldIn, headOf, unfold } from './header.ts';

/**
 * A mail whose boundary differs from the declared one, or is not declared, with the boundary that its parts have. A mail without
 * any boundary becomes one text. Servers that make such bounces exist, and a parser finds nothing in them.
 */
export function withFoundBoundary(raw: Buffer): Buffer {
  const text = raw.toString('latin1');
  const head = headOf(text);
  const body = text.slice(head.length).replace(/^(\r?\n){1,2}/, '');
  const type = fieldIn(unfold(head), 'content-type') ?? '';
  const isMultipart = /^multipart\//i.test(type);
  const declared = /boundary ?= ?(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(type)?.slice(1).find(Boolean);
  if (declared !== undefined && `\n${body}`.includes(`\n--${declared}`)) return raw;
  if (!isMultipart && !startsWithBoundary(body)) return raw;
  const found = /^--(\S{1,200})[ \t]?\r?\n(?=content-[\w-]{1,40}:)/im.exec(body)?.[1];
  const reportType = /report-type ?= ?"?[\w-]{1,40}"?/i.exec(type)?.[0];
  const parameters = reportType === undefined ? '' : `; ${reportType}`;
  const newType = found === undefined ? 'text/plain' : `multipart/mixed; boundary="${found}"${parameters}`;
  const kept = unfold(head)
    .split('\n')
    .filter(line => !/^content-(type|transfer-encoding):/i.test(line));
  return Buffer.from([...kept, `Content-Type: ${newType}`, '', body].join('\r\n'), 'latin1');
}

const startsWithBoundary = (body: string): boolean => /^\s{0,8}--\S{1,200}[ \t]?\r?\ncontent-[\w-]{1,40}:/i.test(body);

/**
 * A mail whose `Content-Type` fields have their parameters where a parser finds them: some servers leave out the semicolon before the
 * first one, or do not indent the line it is on (RFC 2045 section 5.1).
 */
export function withMendedTypes(raw: Buffer): Buffer {
  const mended = raw
    .toString('latin1')
    .replace(
      /^(content-type:[ \t]{0,8}[\w-]{1,40}\/[\w.+-]{1,60})(\r?\n)?[ \t]{1,8}(?=(?:charset|boundary)=)/gim,
      '$1; ',
    )
    .replace(/^(content-type:[^;\r\n]{1,100};)[ \t]{0,8}\r?\n(?=(?:charset|boundary)=)/gim, '$1 ');
  return Buffer.from(mended, 'latin1');
}

/** The names of HTML entities that texts from the web contain, with their characters (HTML Living Standard, section 13.5). */
const names: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'nbsp:\u00a0 ensp:\u2002 emsp:\u2003 thinsp:\u2009 shy:\u00ad amp:& lt:< gt:> quot:" apos:\' ' +
    'oelig:œ OElig:Œ aelig:æ AElig:Æ szlig:ß ccedil:ç Ccedil:Ç ntilde:ñ Ntilde:Ñ ' +
    'agrave:à aacute:á acirc:â atilde:ã auml:ä aring:å egrave:è eacute:é ecirc:ê euml:ë igrave:ì iacute:í icirc:î iuml:ï ' +
    'ograve:ò oacute:ó ocirc:ô otilde:õ ouml:ö oslash:ø ugrave:ù uacute:ú ucirc:û uuml:ü yacute:ý yuml:ÿ ' +
    'Agrave:À Aacute:Á Acirc:Â Auml:Ä Aring:Å Egrave:È Eacute:É Ecirc:Ê Euml:Ë Icirc:Î Iuml:Ï Ocirc:Ô Ouml:Ö Ugrave:Ù Ucirc:Û Uuml:Ü ' +
    'laquo:« raquo:» lsquo:‘ rsquo:’ sbquo:‚ ldquo:“ rdquo:” bdquo:„ hellip:… ndash:– mdash:— bull:• middot:· ' +
    'euro:€ pound:£ yen:¥ cent:¢ sect:§ deg:° plusmn:± times:× divide:÷ frac12:½ frac14:¼ sup2:² sup3:³ ' +
    'copy:© reg:® trade:™ iexcl:¡ iquest:¿ micro:µ para:¶ larr:← rarr:→'
  )
    .split(/ (?=\w)/)
    .map(pair => {
      const [name = '', character = ''] = pair.split(/:(.*)/s);
      return [name, character];
    }),
);

/** Anything that is written like an HTML entity: `&oelig;`, `&#8217;`, `&#x2019;`. */
export const entityPattern = /&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8}\d{0,2});/g;

/** The character of an entity; undefined if it is none, as in `R&D;`. */
export function meaningOf(entity: string): string | undefined {
  const name = entity.slice(1, -1);
  if (!name.startsWith('#')) return Object.hasOwn(names, name) ? names[name] : undefined;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code < 32 || code > 0x10ffff ? undefined : String.fromCodePoint(code);
}

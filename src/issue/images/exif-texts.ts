/** Tags of EXIF (Exif 2.32, section 4.6.4) that name people, with what they are. */
const tags = { 315: 'creator', 33432: 'copyright' } as const;

const isTag = (tag: number): tag is keyof typeof tags => Object.hasOwn(tags, tag);

/** Bytes of the header that sharp leaves before the TIFF structure, of an entry of a directory, and of a value inside its entry. */
const marker = 'Exif\0\0';
const entryBytes = 12;
const inlineBytes = 4;
const maxEntries = 200;
const maxValueBytes = 300;
/** The type of texts. */
const ascii = 2;

/**
 * The artist and the copyright of a picture, from the first directory of its EXIF.
 * @param exif the block as characters of one byte
 * @returns what is there; nothing for a block that cannot be read
 */
export function exifTexts(exif: string): { creator?: string; copyright?: string } {
  const bytes = Buffer.from(exif.startsWith(marker) ? exif.slice(marker.length) : exif, 'latin1');
  const order = bytes.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return {};
  const short = (at: number): number => (order === 'II' ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (at: number): number => (order === 'II' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const texts: { creator?: string; copyright?: string } = {};
  try {
    const directory = long(4);
    const count = Math.min(short(directory), maxEntries);
    for (let at = directory + 2; at < directory + 2 + count * entryBytes; at += entryBytes) {
      const tag = short(at);
      if (!isTag(tag) || short(at + 2) !== ascii) continue;
      const length = long(at + 4);
      const start = length <= inlineBytes ? at + 8 : long(at + 8);
      // A copyright has two texts, of the photographer and of the editor, each with a zero at its end.
      const value = bytes.toString('utf8', start, start + Math.min(length, maxValueBytes)).split('\0');
      const text = value.map(one => one.replace(/\p{Cc}/gu, ' ').trim()).filter(one => one !== '');
      if (text.length > 0) texts[tags[tag]] = text.join('; ');
    }
  } catch (cause) {
    // A directory that ends early: what was read stays.
    if (!(cause instanceof RangeError)) throw cause;
  }
  return texts;
}

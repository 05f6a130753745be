/** Datasets of record 2 of IPTC-IIM 4.2 (iptc.org) that name people, with what they are. */
const datasets = { 80: 'creator', 110: 'credit', 116: 'copyright' } as const;

const isDataset = (number: number): number is keyof typeof datasets => Object.hasOwn(datasets, number);

/** The mark before each dataset, the record of applications, and the bytes before a dataset's value. */
const mark = 0x1c;
const applicationRecord = 2;
const headBytes = 5;
const maxDatasets = 500;
const maxValueBytes = 300;
/** The resource of Photoshop (Photoshop file formats, image resource 0x0404) that holds the datasets in a JPEG. */
const resource = Buffer.from('8BIM\x04\x04', 'latin1');

/**
 * The photographer, the credit and the copyright of a picture, from its IPTC-IIM block, which agencies still write.
 * @param block as JPEG files have it: resources of Photoshop
 * @returns what is there; nothing for a block that cannot be read
 */
export function iptcTexts(block: Buffer): { creator?: string; credit?: string; copyright?: string } {
  const texts: { creator?: string; credit?: string; copyright?: string } = {};
  const found = block.indexOf(resource);
  let at = found === -1 ? -1 : block.indexOf(mark, found + resource.length);
  for (let i = 0; i < maxDatasets && at !== -1 && at + headBytes <= block.length && block[at] === mark; i++) {
    const [record, number, length] = [block[at + 1], block[at + 2] ?? 0, block.readUInt16BE(at + 3)];
    const value = block.subarray(at + headBytes, at + headBytes + Math.min(length, maxValueBytes));
    const name = record === applicationRecord && isDataset(number) ? datasets[number] : undefined;
    const text = name === undefined ? '' : textOf(value);
    // A creator may be repeated; the first one counts.
    if (name !== undefined && text !== '') texts[name] ??= text;
    at += headBytes + length;
  }
  return texts;
}

/** A value in UTF-8, or in Latin-1, which older programs write without a word of it. */
function textOf(value: Buffer): string {
  const text = value.toString('utf8');
  return (text.includes('\ufffd') ? value.toString('latin1') : text).replace(/\p{Cc}/gu, ' ').trim();
}

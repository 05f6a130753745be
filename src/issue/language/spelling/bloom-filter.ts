import type { Dictionary } from './dictionary.ts';

/** Bits of the filter for each form. With these and `probes`, one of a million other words is taken for a form. */
const bitsPerForm = 32;
const probes = 12;

/**
 * A Bloom filter of forms (Bloom, 1970): a set that takes four bytes a form, needs no reading, and never denies a form that it has.
 * @param forms all different
 */
export function bloomFilter(forms: Iterable<string>, count: number): Uint8Array {
  const filter = new Uint8Array(Math.ceil((count * bitsPerForm) / 8));
  for (const form of forms)
    for (const bit of bitsOf(form, filter.length * 8)) filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7));
  return filter;
}

/** The dictionary of the forms from which a filter was made. */
export const filterDictionary = (filter: Uint8Array): Dictionary => ({
  has: form => bitsOf(form, filter.length * 8).every(bit => ((filter[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0),
});

/** The bits that stand for a form: two hashes make all (Kirsch and Mitzenmacher, 2006). */
function bitsOf(form: string, size: number): number[] {
  const [first, second] = [hash(form, 0x811c9dc5), hash(form, 0x9747b28c)];
  return Array.from({ length: probes }, (_, i) => (first + i * second) % size);
}

/** FNV-1a, with the last mixing step of MurmurHash3. @returns 32 bits */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

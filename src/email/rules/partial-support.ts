import { z } from 'zod';
import { cutRanges } from '../../source/cut-ranges.ts';

/** What caniemail.com has of a feature: by family and program, the support of each version, and the notes by their number. */
const feature = z.object({
  title: z.string(),
  category: z.string(),
  stats: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))),
  notes_by_num: z.record(z.string(), z.string()).nullish(),
});
type Feature = z.output<typeof feature>;

/** A property that a program knows on some elements, or with some values, only. */
type Restriction = { property: string; client: string; note: string; isFine(tag: string, value: string): boolean };

/** Kinds of notes that can be checked. */
const kinds: [note: RegExp, isFine: Restriction['isFine']][] = [
  [/only supported on table cells/i, (tag, value) => ['TD', 'TH'].includes(tag) || isNone(value)],
  [/only `background-color` values/i, (_, value) => !/url\(|gradient\(/i.test(value)],
];

/** No space on any side. */
const isNone = (value: string): boolean => value.split(/\s+/).every(part => /^0(?:px|em|%)?$/.test(part));

/**
 * The properties that the newest versions of some programs support partly, by the notes of caniemail.com.
 * @param features its data
 * @param isWanted whether a program, such as `outlook.windows`, is looked at
 */
function restrictionsIn(features: unknown, isWanted: (client: string) => boolean): Restriction[] {
  const notesOf = ({ notes_by_num }: Feature, support = ''): string[] =>
    [...support.matchAll(/#(\d{1,2})/g)].flatMap(([, n = '']) => notes_by_num?.[n] ?? []);
  return z
    .array(feature)
    .parse(features)
    .filter(({ category }) => category === 'css')
    .flatMap(one =>
      Object.entries(one.stats).flatMap(([family, programs]) =>
        Object.entries(programs)
          .filter(([program]) => isWanted(`${family}.${program}`))
          .flatMap(([program, versions]) =>
            notesOf(one, Object.values(versions).at(-1)).flatMap(note =>
              kinds
                .filter(([pattern]) => pattern.test(note))
                .map(([, isFine]) => ({ property: one.title, client: `${family}.${program}`, note, isFine })),
            ),
          ),
      ),
    );
}

/** What partly supported properties an email uses where they are not supported. */
export type PartialUse = { property: string; tags: string[]; clients: string[]; note: string };

/** Finds inline styles that common programs ignore on their element. Parts for one program only (conditional comments) are left out. */
export async function partialUses(
  html: string,
  features: unknown,
  isWanted: (client: string) => boolean,
): Promise<PartialUse[]> {
  const { parseHTML } = await import('linkedom');
  const { document } = parseHTML(cutRanges(html, '<!--', '-->').kept);
  const found = new Map<string, { tags: Set<string>; clients: Set<string>; note: string }>();
  const restrictions = restrictionsIn(features, isWanted);
  for (const element of document.querySelectorAll('body [style]'))
    for (const [property, value] of declarationsOf(element.getAttribute('style') ?? ''))
      for (const restriction of restrictions) {
        const isIt = property === restriction.property || property.startsWith(`${restriction.property}-`);
        if (!isIt || restriction.isFine(element.tagName, value)) continue;
        const use = found.get(restriction.property) ?? { tags: new Set(), clients: new Set(), note: restriction.note };
        use.tags.add(element.tagName.toLowerCase());
        use.clients.add(restriction.client);
        found.set(restriction.property, use);
      }
  return [...found].map(([property, { tags, clients, note }]) => ({
    property,
    tags: [...tags].sort(),
    clients: [...clients].sort(),
    note: note.replace(/^Partial\.\s*/, ''),
  }));
}

const declarationsOf = (style: string): [property: string, value: string][] =>
  style
    .slice(0, 4_000)
    .split(';')
    .map(declaration => {
      const colon = declaration.indexOf(':');
      return [declaration.slice(0, colon).trim().toLowerCase(), declaration.slice(colon + 1).trim()];
    });

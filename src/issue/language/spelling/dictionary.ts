import { readAffixes } from './affixes.ts';

/** Whether a form stands in a dictionary, exactly as it is written. */
export type Dictionary = { has(form: string): boolean };

/** Whether the entry that is left when an affix is taken off has the flags that the affix asks for. */
type Accepts = (flags: readonly string[], next: readonly string[]) => boolean;

/**
 * A Hunspell dictionary whose forms are not written out: a form is taken apart into an entry and its affixes when it is asked for.
 * French has three million forms; to write them out takes seconds and 400 MB.
 * @param aff the text of its `.aff` file
 * @param dic the text of its `.dic` file
 */
export function hunspell(aff: string, dic: string): Dictionary {
  const { prefixes, suffixes, fitsStart, fitsEnd, noWord, flagsOf } = readAffixes(aff);
  const entries = entriesOf(dic);
  const flagsAt = (form: string): readonly string[] | undefined => entries.get(form)?.split('\n').flatMap(flagsOf);
  const [longestPrefix = 0, longestSuffix = 0] = [prefixes, suffixes].map(table =>
    Math.max(0, ...[...table.keys()].map(({ length }) => length)),
  );

  const hasSuffix = (form: string, accepts: Accepts): boolean => {
    for (let start = Math.max(0, form.length - longestSuffix); start <= form.length; start++)
      for (const [strip, group] of suffixes.get(form.slice(start)) ?? []) {
        const stem = form.slice(0, start) + strip;
        const flags = flagsAt(stem);
        for (const suffix of flags === undefined ? [] : group)
          if (flags?.includes(suffix.flag) && fitsEnd(stem, suffix) && accepts(flags, flagsOf(suffix.next)))
            return true;
      }
    return false;
  };
  const hasPrefix = (form: string, accepts: Accepts): boolean => {
    for (let end = Math.min(longestPrefix, form.length); end >= 0; end--)
      for (const [strip, group] of prefixes.get(form.slice(0, end)) ?? []) {
        const stem = strip + form.slice(end);
        const flags = flagsAt(stem) ?? [];
        for (const prefix of group.filter(one => fitsStart(stem, one))) {
          if (flags.includes(prefix.flag) && accepts(flags, flagsOf(prefix.next))) return true;
          if (hasSuffix(stem, (own, next) => own.includes(prefix.flag) || next.includes(prefix.flag))) return true;
        }
      }
    return false;
  };
  // The suffixes that stand behind another affix: `-s` in `kilowatts`.
  const carried = new Set(
    [prefixes, suffixes].flatMap(table =>
      [...table.values()].flatMap(byStrip => [...byStrip.values()].flat().flatMap(({ next }) => flagsOf(next))),
    ),
  );
  const hasCarriedSuffix = (form: string): boolean => {
    for (let start = Math.max(0, form.length - longestSuffix); start < form.length; start++)
      for (const [strip, group] of suffixes.get(form.slice(start)) ?? []) {
        const base = form.slice(0, start) + strip;
        for (const { flag } of group.filter(one => carried.has(one.flag) && fitsEnd(base, one)))
          if ([hasSuffix, hasPrefix].some(has => has(base, (_, next) => next.includes(flag)))) return true;
      }
    return false;
  };

  return {
    has(form) {
      const flags = flagsAt(form);
      if (flags !== undefined && !noWord.some(flag => flags.includes(flag))) return true;
      return hasSuffix(form, () => true) || hasPrefix(form, () => true) || hasCarriedSuffix(form);
    },
  };
}

/** The entries of a `.dic` file with their flags as they are written; a word with several entries has their flags on lines. */
function entriesOf(dic: string): Map<string, string> {
  const entries = new Map<string, string>();
  let slash = dic.indexOf('/');
  // The first line is the number of entries.
  for (let at = dic.indexOf('\n') + 1; at > 0 && at < dic.length; ) {
    const lineFeed = dic.indexOf('\n', at);
    const end = lineFeed === -1 ? dic.length : lineFeed;
    if (slash !== -1 && slash <= at) slash = dic.indexOf('/', at + 1);
    const stop = slash === -1 || slash > end ? end : slash;
    const word = dic.slice(at, stop);
    const flags = dic.slice(stop + 1, end);
    const before = entries.get(word);
    entries.set(word, before === undefined ? flags : `${before}\n${flags}`);
    at = end + 1;
  }
  return entries;
}

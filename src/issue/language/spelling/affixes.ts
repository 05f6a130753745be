/** One line of a prefix or suffix of a Hunspell dictionary: its name, and as they are written its condition and further flags. */
export type Affix = { flag: string; condition: string; next: string };

/** The affixes of a dictionary, by the letters that they add; then by the letters of the stem that they take off. */
type AffixTable = ReadonlyMap<string, ReadonlyMap<string, readonly Affix[]>>;

/** What the `.aff` file of a Hunspell dictionary says about its words (`man 5 hunspell`). Compounding is not read. */
export type Affixes = {
  flagsOf(written: string): readonly string[];
  prefixes: AffixTable;
  suffixes: AffixTable;
  /** Whether a stem has the letters that a suffix asks for at its end, or a prefix at its beginning. */
  fitsEnd(stem: string, suffix: Affix): boolean;
  fitsStart(stem: string, prefix: Affix): boolean;
  /** Flags of entries that are no words themselves: those that need an affix, stand in compounds only, or are forbidden. */
  noWord: readonly string[];
};

/** Reads the `.aff` file of a Hunspell dictionary. */
export function readAffixes(text: string): Affixes {
  const settings = new Map<string, string>();
  const aliases: string[] = [];
  const prefixes = new Map<string, Map<string, Affix[]>>();
  const suffixes = new Map<string, Map<string, Affix[]>>();
  for (const line of text.split('\n')) {
    const row = line.trim().split(/[ \t]+/);
    const [name = '', flag = ''] = row;
    if (name === 'SFX') addTo(suffixes, row);
    else if (name === 'PFX') addTo(prefixes, row);
    else if (name === 'AF') aliases.push(flag);
    else settings.set(name, flag);
  }
  const split = splitterOf(settings.get('FLAG'));
  // The first line of aliases is their number.
  const alias = (written: string): string => (aliases.length === 0 ? written : (aliases[Number(written)] ?? ''));
  const lists = new Map<string, readonly string[]>();
  return {
    flagsOf: written => entry(lists, written, () => (written === '' ? [] : split(alias(written)))),
    prefixes,
    suffixes,
    fitsEnd: matcher(letters => `${letters}$`),
    fitsStart: matcher(letters => `^${letters}`),
    noWord: ['NEEDAFFIX', 'ONLYINCOMPOUND', 'FORBIDDENWORD'].flatMap(name => settings.get(name) ?? []),
  };
}

/** Adds a line of an affix. A line of four parts says only how many lines follow. */
function addTo(table: Map<string, Map<string, Affix[]>>, row: readonly string[]): void {
  const [, flag = '', stripped = '', added = '', condition] = row;
  if (condition === undefined) return;
  const slash = added.indexOf('/');
  const add = slash === -1 ? added : added.slice(0, slash);
  const byStrip = entry(table, add === '0' ? '' : add, () => new Map<string, Affix[]>());
  const next = slash === -1 ? '' : added.slice(slash + 1);
  entry(byStrip, stripped === '0' ? '' : stripped, (): Affix[] => []).push({ flag, condition, next });
}

/** How flags are written: one character each, two characters each, or numbers. */
function splitterOf(kind: string | undefined): (flags: string) => string[] {
  if (kind === 'num') return flags => flags.split(',');
  if (kind === 'long') return flags => flags.match(/../gsu) ?? [];
  return flags => [...flags];
}

/** Tests conditions, which are letters and sets of letters: `[^cg]er`. Each becomes a pattern when it is first needed. */
function matcher(anchored: (letters: string) => string): (stem: string, affix: Affix) => boolean {
  const patterns = new Map<string, RegExp>();
  return (stem, { condition }) =>
    condition === '.' ||
    entry(patterns, condition, () => new RegExp(anchored(condition.replace(/[\\$*+?(){}|/]/g, '\\$&')), 'u')).test(
      stem,
    );
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

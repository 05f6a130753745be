import { type Path, parseYaml, type YamlSource } from '../../../source/yaml/parse-yaml.ts';
import { said, t } from '../../../wording/wording.ts';
import type { Issue } from '../../schema.ts';
import { type Translation, translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';
import { type FileChange, fileHistory } from './file-history.ts';
import { fingerprintOf, sameWords } from './same-words.ts';

/** Reports translations whose source has other words than when the translation was written. */
export const staleTranslation: Rule = {
  id: 'stale-translation',
  severity: 'warning',
  doc: {
    finds:
      'a translation whose source has changed since the translation was committed. Moved texts, white space and quotes do not count as a change. A comment with the fingerprint from the hint accepts the translation until its source changes again',
    why: 'The source was changed, and the translation was not.',
    wrong: 'fr: Le musée ouvre samedi.   # changed today\nen: The museum opens on Friday.',
    right: 'fr: Le musée ouvre samedi.\nen: The museum opens on Saturday.',
  },
  async find({ issue, publication, source, folder }) {
    const translations = translationsOf(issue, publication.languages, 'line', 'markdown');
    const history = translations.length === 0 ? [] : await fileHistory(folder, source.path);
    const versions = versionsOf(history, source);
    return translations.flatMap((translation): Finding[] => {
      const since = staleSince(translation, issue, versions, source);
      if (since === undefined) return [];
      const fingerprint = fingerprintOf(translation.source);
      return [
        {
          path: translation.path,
          fingerprint,
          ...said('The `%{from}` text has changed since this translation was written (%{since}).', {
            from: translation.from,
            since,
          }),
          hint: t(
            'Update the translation. If it is still right, write above it: # hebdo-ignore stale-translation %{fingerprint}',
            { fingerprint },
          ),
        },
      ];
    });
  },
};

/** A version of the issue's file: its text, its letters, those that stood in the file before, and its parsed content. */
type Version = { day: string; file: string; before: string; after: string; value(): unknown };

/** @param now the file as it is, whose content is parsed already */
function versionsOf(history: readonly FileChange[], now: YamlSource): Version[] {
  // Each text but the last is that after one commit and before another.
  const letters = new Map<string, string>();
  const lettersOf = (text: string): string => {
    const found = letters.get(text) ?? squeezed(text);
    letters.set(text, found);
    return found;
  };
  return history.map(({ day, before, after }) => {
    let parsed: { value: unknown } | undefined;
    const value = (): unknown => {
      parsed ??= after === now.text ? now : { value: parseYaml({ path: '', text: after }).value?.value };
      return parsed.value;
    };
    return { day, file: after, before: lettersOf(before), after: lettersOf(after), value };
  });
}

/**
 * The day on which a translation got its present words, if its source had other words then. If it got them more than once, every
 * time counts.
 */
function staleSince(
  { path, from, source, text }: Translation,
  issue: Issue,
  versions: readonly Version[],
  now: YamlSource,
): string | undefined {
  const [newest] = versions;
  const sourcePath = [...path.slice(0, -1), from];
  // A translation that is not committed yet is new.
  if (newest === undefined || !sameWords(textAt(newest, path, issue) ?? '', text)) return undefined;
  const letters = squeezed(text);
  // Counting needs no parser: a version in which the letters do not stand more often than before did not bring them.
  const origins = versions.filter(({ before, after }) => countOf(letters, after) > countOf(letters, before));
  // If both stand there as they do now, line by line, the source had the same words. To parse the file takes longer.
  const lines = linesOf(now, sourcePath, path);
  if (lines !== undefined && origins.some(({ file }) => file.includes(lines))) return undefined;
  const sources = origins.flatMap(version => {
    const then = sameWords(textAt(version, path, issue) ?? '', text) ? textAt(version, sourcePath, issue) : undefined;
    return then === undefined ? [] : [{ day: version.day, isOld: !sameWords(then, source) }];
  });
  return sources.every(({ isOld }) => isOld) ? sources[0]?.day : undefined;
}

/** The lines of a file from a text's key to the key of its translation below it, whole; undefined if they do not stand so. */
function linesOf({ text, spanOfKey }: YamlSource, from: Path, to: Path): string | undefined {
  const [first, last] = [spanOfKey(from).line, spanOfKey(to).line];
  return first < last
    ? `\n${text
        .split('\n')
        .slice(first - 1, last)
        .join('\n')}`
    : undefined;
}

/** The letters and digits of a text or file, without the targets of links: a text is found however YAML writes it. */
const squeezed = (text: string): string =>
  unescaped(text)
    .normalize('NFC')
    .replace(/\]\([^()\s]{1,2000}\)/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** A text without the escapes of YAML's double quotes that consist of letters and digits. */
const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\(?:u([0-9a-fA-F]{4})|[nrt])/g, (_, code: string | undefined) =>
        code === undefined ? ' ' : String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;

function countOf(part: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1 && part !== ''; at = text.indexOf(part, at + part.length)) count++;
  return count;
}

/** The text of a version at a path of the present issue. Articles are found by their ids, so that they may be moved. */
function textAt(version: Version, path: Path, { articles }: Issue): string | undefined {
  let value = version.value();
  const id = path[0] === 'articles' ? articles[Number(path[1])]?.id : undefined;
  for (const [i, step] of path.entries()) {
    // A plain string is the text of all languages.
    if (typeof value === 'string' && i === path.length - 1) return value;
    if (Array.isArray(value) && i === 1) value = value.find(article => entryOf(article, 'id') === id);
    else value = entryOf(value, step);
  }
  return typeof value === 'string' ? value : undefined;
}

const entryOf = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

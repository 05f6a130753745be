import { plainWords } from '../../publication/plain-words.ts';

const yes = new Set([
  'true',
  't',
  'yes',
  'y',
  '1',
  'oui',
  'o',
  'vrai',
  'v',
  'x',
  'on',
  'ok',
  'ja',
  'si',
  'sim',
  'checked',
]);
const no = new Set([
  'false',
  'f',
  'no',
  'n',
  '0',
  'non',
  'faux',
  'off',
  'never',
  'jamais',
  'none',
  'aucun',
  'nein',
  'nil',
  'undefined',
  'nat',
  'na t',
  'nan',
  'null',
  'na',
  'n a',
]);

/** What a cell says where yes or no is asked, whatever follows; undefined if it says neither. */
export function truthOf(text: string): boolean | undefined {
  const words = plainWords(text);
  // A tick is yes; a cross may be either. Strokes are no.
  if (words === '')
    return /^[✓✔☑✅]$/u.test(text.replaceAll('\ufe0f', '').trim())
      ? true
      : /^[\s\p{Pd}.]+$/u.test(text)
        ? false
        : undefined;
  if (yes.has(words) || /^(?:yes|oui|true|vrai) /.test(words)) return true;
  return no.has(words) || /^(?:not?|non|never|jamais|aucune?|false|faux) /.test(words) || /^0 0+$/.test(words)
    ? false
    : undefined;
}

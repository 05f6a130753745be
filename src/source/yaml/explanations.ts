import { type PlainWording, t } from '../../wording/wording.ts';
import { maxDepth } from './document.ts';

/** The rule of a syntax error, its message and its hint. */
export type Explanation = [rule: string, message: string, hint: string];

/** Characters of the file that a message repeats. */
const maxQuotedChars = 60;

/** What the other codes of the YAML library mean. */
const messages: Readonly<Record<string, PlainWording>> = {
  BAD_DQ_ESCAPE: 'A backslash in double quotes begins an escape that YAML does not have.',
  BLOCK_IN_FLOW: 'A list or group of several lines stands between brackets.',
  KEY_OVER_1024_CHARS: 'A key has more than 1,024 characters.',
  MULTILINE_IMPLICIT_KEY: 'A key goes over several lines, or its colon is missing.',
  UNEXPECTED_TOKEN: 'A sign or word stands here that YAML does not expect.',
  TAG_RESOLVE_FAILED: 'A value begins with !, which names a type that does not exist.',
};

/** Explains an error of the YAML library to an editor. */
export function explain(code: string, original: string): Explanation {
  switch (code) {
    case 'DUPLICATE_KEY':
      return ['duplicate-key', t('This key stands twice in the same place.'), t('Keep one of the two.')];
    case 'TAB_AS_INDENT':
      return [
        'yaml-tab',
        t('A tab is used for indentation.'),
        t('YAML requires spaces: replace each tab with two spaces.'),
      ];
    case 'BLOCK_AS_IMPLICIT_KEY':
      return [
        'yaml-syntax',
        t('This value holds a colon followed by a space, which YAML takes for a new key.'),
        t('Put the text in quotes: "…".'),
      ];
    case 'BAD_ALIAS':
      return [
        'yaml-alias',
        t('A value that begins with * or & means an alias in YAML.'),
        t('Put the text in quotes ("*important*"), or write the Markdown under a | line.'),
      ];
    case 'ALIASES':
      return /excessive|resource/i.test(original)
        ? ['yaml-alias', t('Aliases (*name) make this file too large.'), t('Write the repeated parts out.')]
        : [
            'yaml-alias',
            t('A value begins with *, which names an anchor (&name) that does not exist.'),
            t('Put the text in quotes: "*important*".'),
          ];
    case 'DEPTH':
      return [
        'yaml-syntax',
        t('The values are nested more than %{maxDepth} deep.', { maxDepth }),
        t('Remove brackets, dashes or indentation.'),
      ];
    case 'MAP_AS_KEY':
      return [
        'yaml-syntax',
        t('A value that begins with {{ or {[ means a group of keys in YAML.'),
        t('Put the text in quotes: "{{ name }}".'),
      ];
    case 'PROTO_KEY':
      return ['yaml-syntax', t('`__proto__` cannot be a key.'), t('Rename it.')];
    case 'LOST_WORD':
      return [
        'yaml-syntax',
        t('YAML takes the word %{words} out of this text: ! and & have a meaning of their own.', {
          words: original.slice(0, maxQuotedChars),
        }),
        t('Put the text in quotes: "…".'),
      ];
    case 'MULTIPLE_DOCS':
      return ['yaml-syntax', t('The file holds more than one document.'), t('Remove the line with ---.')];
    case 'MISSING_CHAR':
      return [
        'yaml-syntax',
        t('A quote, a bracket or another sign is missing here.'),
        t('Close the quote or bracket, or put the whole text in quotes.'),
      ];
    case 'BAD_INDENT':
      return [
        'yaml-syntax',
        t('The indentation does not fit.'),
        t('Line keys of the same level up under one another.'),
      ];
    default:
      return [
        'yaml-syntax',
        t(messages[code] ?? 'This is not valid YAML.'),
        t('Check indentation and quotes; quote texts with : or #.'),
      ];
  }
}

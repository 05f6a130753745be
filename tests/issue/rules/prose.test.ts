import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { bareLink } from '../../../src/issue/rules/links/bare-link.ts';
import { mailLink } from '../../../src/issue/rules/links/mail-link.ts';
import { privateLink } from '../../../src/issue/rules/links/private-link.ts';
import { shortLink } from '../../../src/issue/rules/links/short-link.ts';
import { wrongLanguageLink } from '../../../src/issue/rules/links/wrong-language-link.ts';
import { placeholder } from '../../../src/issue/rules/structure/placeholder.ts';
import { typography } from '../../../src/issue/rules/text/typography.ts';
import { brokenMarkdown } from '../../../src/issue/rules/typing/broken-markdown.ts';
import { doubledWord } from '../../../src/issue/rules/typing/doubled-word.ts';
import { frenchLetters } from '../../../src/issue/rules/typing/french-letters.ts';
import { oddCharacter } from '../../../src/issue/rules/typing/odd-character.ts';
import { unbalanced } from '../../../src/issue/rules/typing/unbalanced.ts';
import { wrongApostrophe } from '../../../src/issue/rules/typing/wrong-apostrophe.ts';
import { problemsIn } from './findings.ts';

it.each([
  bareLink,
  mailLink,
  privateLink,
  shortLink,
  wrongLanguageLink,
  placeholder,
  typography,
  brokenMarkdown,
  doubledWord,
  frenchLetters,
  oddCharacter,
  unbalanced,
  wrongApostrophe,
])('$id finds nothing in correct prose', async rule => {
  const yaml = await readFile(new URL('./prose/correct.yaml', import.meta.url), 'utf8');
  expect((await problemsIn(rule, yaml)).map(({ at, message }) => [at, message])).toEqual([]);
});

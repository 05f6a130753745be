import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseLanguage } from '../../src/cli/interface-language.ts';
import { emptyFolder } from '../helpers/newsletter.ts';

describe('the language of a command', () => {
  it.each([
    [['check', '--lang', 'fr'], { LANG: 'en_US.UTF-8' }, 'fr'],
    [['check', '--lang=en'], { LANG: 'fr_FR.UTF-8' }, 'en'],
    [['check'], { LC_ALL: 'fr_CA.UTF-8', LANG: 'en_US.UTF-8' }, 'fr'],
    [['check'], { LC_ALL: '', LANG: 'fr' }, 'fr'],
    [['check'], { LANG: 'de_DE.UTF-8' }, 'en'],
  ])('%j with %j is %s', (args, env, wanted) => {
    expect(chooseLanguage(args, env)).toBe(wanted);
  });

  it.each([
    ['languages: [fr, en] # the first is the default', 'fr'],
    ['languages:\n  # English first\n  - "en"\n  - fr', 'en'],
    ['name: languages\nlanguages: [ de, fr ]', 'en'],
    ['name: none', 'en'],
  ])('is that of the newsletter if the locale names none: %j', async (yaml, wanted) => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'hebdo.yaml'), yaml);
    for (const LANG of [undefined, '', 'C', 'C.UTF-8', 'POSIX'])
      expect(chooseLanguage(['check', '--cwd', folder], { LANG })).toBe(wanted);
  });
});

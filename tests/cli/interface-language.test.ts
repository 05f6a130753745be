import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterEach, describe, expect, it } from 'vitest';
import { beginGroup } from '../../src/cli/commands/begin/definitions.ts';
import { listGroup } from '../../src/cli/commands/list/definitions.ts';
import { moreGroup } from '../../src/cli/commands/more/definitions.ts';
import { readersGroup } from '../../src/cli/commands/readers/definitions.ts';
import { sendGroup } from '../../src/cli/commands/send/definitions.ts';
import { writeGroup } from '../../src/cli/commands/write/definitions.ts';
import { chooseLanguage } from '../../src/cli/interface-language.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { speak } from '../../src/wording/wording.ts';
import { hebdo } from '../helpers/hebdo.ts';
import { edit, emptyFolder, root, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';

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

it('--lang may stand before the command, too', async () => {
  const folder = await sampleNewsletter();
  const { code, out } = await hebdo(folder, ['--lang', 'fr', 'check'], { LANG: 'en_US.UTF-8' });
  expect([code, out]).toEqual([0, expect.stringContaining('aucun problème')]);
});

describe('commander’s own words', () => {
  const french = { LANG: 'fr_FR.UTF-8' };
  afterEach(() => speak('en'));

  it('are French in the help of every command', () => {
    speak('fr');
    const { program, cli } = makeProgram(process, () => undefined);
    for (const group of [beginGroup, writeGroup, sendGroup, listGroup, readersGroup, moreGroup]) group(program, cli);
    const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
    const helps = all(program).map(command => command.helpInformation());
    expect(helps.length).toBeGreaterThan(30);
    for (const help of helps) {
      expect(help).toContain('Utilisation\u00a0: hebdo');
      expect(help).toContain('affiche cette aide');
      expect(help).not.toMatch(
        /\b(?:usage|options:|commands|arguments:|default|choices|display|the|and|of|with|for|is)\b/i,
      );
      expect(help).not.toMatch(/[<[](?:file|issue|week|address|language|dir)\b/);
    }
  });

  it.each([
    [['chekc'], /^erreur\s: commande inconnue `chekc`\n\(Vouliez-vous écrire check\s\?\)/],
    [['check', '--formt', 'json'], /^erreur\s: option inconnue `--formt`\n\(Vouliez-vous écrire --format\s\?\)/],
    [['approve'], /^erreur\s: il manque l’argument `numéro`/],
    [['new', 'a', 'b'], /^erreur\s: trop d’arguments pour `new`\. Attendus\s: 1\s; reçus\s: 2 \(a, b\)\./],
    [['suppressions', 'remove', 'a@example.com'], /^erreur\s: il manque l’option `--reason <texte>`/],
    [['send', 'x', '--rate', '0'], /`0` n’est pas possible pour l’option `--rate <n>`\. Il faut un nombre entier/],
  ])('are French where %j is wrong', async (args, words) => {
    const { code, err } = await hebdo(root, args, french);
    expect(code).toBe(2);
    expect(err).toMatch(words);
    expect(err).toContain('(hebdo --help affiche les commandes)');
  });
});

describe('what programs read', () => {
  /** The words for people, which are in the language of the interface. */
  const words = ['message', 'text', 'hint', 'page'];
  const ids = (out: string): unknown =>
    JSON.parse(out, (key, value) => (words.includes(key) && typeof value === 'string' ? '…' : value));

  it.each([
    ['check', '--format', 'json'],
    ['check', '--format', 'sarif'],
    ['status', sampleWeek, '--format', 'json'],
    ['subscribers', 'list', '--format', 'json'],
  ])('is the same in French, words aside: %j %j', async (...args) => {
    const folder = await sampleNewsletter();
    if (args[0] === 'check') {
      await edit(folder, `issues/${sampleWeek}.yaml`, 'layout: lead', 'layout: leed');
      await edit(folder, 'hebdo.yaml', 'languages:', 'sending: { connections: 900 }\nlanguages:');
    }
    const english = await hebdo(folder, args, { LANG: 'en' });
    const french = await hebdo(folder, args, { LANG: 'fr' });
    expect(ids(french.out)).toEqual(ids(english.out));
    if (args[0] === 'check') expect(french.out).not.toBe(english.out);
  });

  it('has the rule, and the values of each message', async () => {
    const folder = await sampleNewsletter();
    await edit(folder, `issues/${sampleWeek}.yaml`, 'layout: lead', 'layout: leed');
    const { out } = await hebdo(folder, ['check', '--format', 'json'], { LANG: 'fr' });
    const message = expect.stringContaining('n’est pas une valeur possible');
    expect(JSON.parse(out).problems).toMatchObject([
      { rule: 'schema', values: { key: 'articles[0].layout' }, message },
    ]);
  });
});

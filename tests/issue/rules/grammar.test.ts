import { spawn, spawnSync } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { grammarCheckerOf } from '../../../src/issue/language/grammar/checkers.ts';
import { plainTextOf } from '../../../src/issue/language/grammar/plain-text.ts';
import { grammar as offByDefault } from '../../../src/issue/rules/text/grammar.ts';
import { edit, emptyFolder, issueYaml, newsletterWith, problemsOf, root } from '../../helpers/newsletter.ts';
import { foundIn, problemsIn } from './findings.ts';

const grammar = { ...offByDefault, severity: 'warning' as const };
const hasGrammalecte = spawnSync('grammalecte-cli', ['--help']).status === 0;
const hasHarper = packageExists('harper.js');

function packageExists(name: string): boolean {
  try {
    return findPackageJSON(name, import.meta.url) !== undefined;
  } catch {
    return false;
  }
}

const programs = [
  {
    language: 'fr',
    isInstalled: hasGrammalecte,
    text: 'Les chat dorment.\n\nAlors 😀, les voiture roulent.',
    mistakes: [
      { offset: 4, length: 4, suggestions: ['chats'] },
      { offset: 33, length: 7, suggestions: ['voitures'] },
    ],
    correct: 'Les chats dorment.',
  },
  {
    language: 'en',
    isInstalled: hasHarper,
    text: 'This is an chip.\n\n😀 He go to school every day.',
    mistakes: [
      { offset: 8, length: 2, suggestions: ['a'] },
      { offset: 24, length: 2, suggestions: ['goes'] },
    ],
    correct: 'This is a chip.',
  },
] as const;

/** What all programs have in common. */
describe.each(programs)('the program for $language', ({ language, isInstalled, text, mistakes, correct }) => {
  const checker = grammarCheckerOf(language);

  it('says its name and how to install it', () => {
    expect(checker?.install).toContain(checker?.program);
  });

  // Skipped where the program is not installed: it does not come with hebdo.
  it.skipIf(!isInstalled)('gives places in UTF-16 units, messages, suggestions and rules', async () => {
    const found = await checker?.check(text, root);
    expect(found).toMatchObject(mistakes);
    for (const { message, rule } of found ?? []) expect([message, rule]).not.toContain('');
  });

  it.skipIf(!isInstalled)('finds nothing in correct and in empty texts', async () => {
    expect(await checker?.check(correct, root)).toEqual([]);
    expect(await checker?.check('', root)).toEqual([]);
  });
});

const correctFrench =
  'Il a faim et va à Paris. Où est-il ? Ou bien là, ou bien ici. Elle est partie. Nous avons mangé. Les prix ont augmenté. La [nouvelle](https://a.example/x) version du `truc` plaît.';

describe.skipIf(!hasGrammalecte)('grammar finds in French', () => {
  // One run for all: to start the program takes most of the time.
  const mistakes = [
    ['Les chat mangent la nuit.', 'chat'],
    ['Ils mange à midi.', 'mange'],
    ['Il à faim ce soir.', 'à'],
    ['Nous avons manger hier.', 'manger'],
    ['Elle est parti hier soir.', 'parti'],
    ['Il faut mangé maintenant.', 'mangé'],
    ['La société a annoncer hier.', 'annoncer'],
    ['Les utilisateurs doit choisir.', 'doit'],
    ['Sa va bien.', 'Sa'],
    ['Une [nouveau](https://a.example/x) modèle de langue.', 'Une'],
    ['Hier, les **puce sont** chères.', 'puce'],
    ['- Un élément.\n- Ces un problème.', 'Ces'],
    ['> Une ligne de citation\n> avec les chat.', 'chat'],
  ] as const;
  it('mistakes at their words, behind links, emphasis and marks of lists', async () => {
    const text = mistakes.map(([sentence]) => sentence).join('\n\n');
    expect(await foundIn(grammar, 'fr', text)).toEqual(mistakes.map(([, words]) => words));
  });

  it('nothing in correct sentences, and less than one false alarm in 3,000 words', async () => {
    expect(await foundIn(grammar, 'fr', correctFrench)).toEqual([]);
    for (const path of [
      'issues/2026-W48.yaml',
      'tests/issue/rules/prose/correct.yaml',
      'tests/issue/rules/spelling/correct.yaml',
    ]) {
      // An issue whose time is over is left out.
      const yaml = (await readFile(join(root, path), 'utf8')).replace(/^send_at.*\n/m, '');
      const found = await problemsIn(grammar, yaml);
      expect(found.map(({ at, message }) => [at, message])).toEqual([]);
    }
  });
});

describe.skipIf(!hasHarper)('grammar finds in English', () => {
  const mistakes = [
    ['This is an test.', 'an'],
    ['He go to school every day.', 'go'],
    ['I could of done it.', 'could of'],
    ['Its a nice day today.', 'Its'],
    ['It is bigger then before.', 'then'],
    ["He don't know.", "don't"],
    ["They're house is big.", "They're"],
    ['He did went there.', 'went'],
    ['It is a **honest** mistake.', 'a'],
    ['An [useful](https://a.example/x) tool.', 'An'],
  ] as const;
  it('mistakes at their words', async () => {
    const text = mistakes.map(([sentence]) => sentence).join('\n\n');
    expect(await foundIn(grammar, 'en', text)).toEqual(mistakes.map(([, words]) => words));
  });

  it('nothing in look-alikes', async () => {
    const text =
      "It's an hour. He goes. I could have. Its tail is bigger than that; then it left. There they're with their car. An `npm` script, a `node` script, an *honest* one.";
    expect(await foundIn(grammar, 'en', text)).toEqual([]);
  });
});

describe('the rule grammar', () => {
  const path = 'issues/2026-W48.yaml';
  const intro = 'intro:\n  fr: |\n    Bonjour *à tous*, les chat dorment.\n';
  /** A newsletter with the rule on, and a program in the place of Grammalecte. */
  async function newsletter(program: string) {
    const folder = await newsletterWith({ [path]: issueYaml('2026-W48', intro) });
    await edit(folder, 'hebdo.yaml', 'template: weekly', 'template: weekly\nrules: { grammar: warning }');
    await edit(folder, 'hebdo.yaml', /^languages: .*/m, 'languages: [fr]');
    const bin = await emptyFolder();
    await writeFile(join(bin, 'grammalecte-cli'), program);
    await chmod(join(bin, 'grammalecte-cli'), 0o755);
    const { PATH } = process.env;
    process.env.PATH = bin;
    onTestFinished(() => {
      process.env.PATH = PATH;
    });
    return folder;
  }
  const report = (errors: object[]): string => JSON.stringify({ data: [{ iParagraph: 3, lGrammarErrors: errors }] });
  const agreement = {
    nStart: 20,
    nEnd: 24,
    sRuleId: 'g3__gn_les_1m__b3_a1_1',
    sType: 'gn',
    sMessage: 'Accord de nombre erroné.',
    aSuggestions: ['chats'],
  };
  const printing = (text: string): string => `#!/bin/sh\nprintf '%s' '${text}'\n`;
  const found = async (folder: string) =>
    (await problemsOf(folder, '2026-W48')).filter(({ rule }) => rule.startsWith('grammar'));

  it('points at the word of the file behind marks, with what a person may pick', async () => {
    const folder = await newsletter(printing(report([agreement, { ...agreement, sType: 'nbsp' }])));
    const text = await readFile(join(folder, path), 'utf8');
    const start = text.indexOf('chat dorment');
    expect(await found(folder)).toMatchObject([
      {
        rule: 'grammar',
        span: { line: 6, column: 27, endColumn: 31 },
        picks: { start, end: start + 4, texts: ['chats'] },
      },
    ]);
  });

  it.each([
    ['does not exist', '#!/nowhere\n'],
    ['fails', '#!/bin/sh\nexit 1\n'],
    ['answers something else', printing('{}')],
    ['answers too much', '#!/bin/sh\nwhile :; do printf "%100000d" 0; done\n'],
  ])('says how to install a program that %s', async (_, program) => {
    expect(await found(await newsletter(program))).toMatchObject([
      {
        rule: 'grammar-program',
        severity: 'warning',
        hint: expect.stringContaining('apt-get install grammalecte-cli'),
      },
    ]);
  });

  it('is off by default', async () => {
    const folder = await newsletter(printing(report([agreement])));
    await edit(folder, 'hebdo.yaml', 'rules: { grammar: warning }', '');
    expect(await found(folder)).toEqual([]);
  });
});

it('a Markdown text is checked as plain text, each of whose characters has its place', () => {
  const markdown =
    'Un *mot*, un [lien](https://a.example/b)\net `du code`.\n\n- un\n- deux snake_case\n\n> cité\n> deux';
  const { text, at } = plainTextOf(markdown);
  expect(text).toBe('Un mot, un lien et X.\n\nun\ndeux snake_case\n\n  cité   deux');
  for (const word of ['mot', 'lien', 'deux snake_case', 'cité'])
    expect(markdown.slice(at[text.indexOf(word)], (at[text.indexOf(word) + word.length - 1] ?? 0) + 1)).toBe(word);
});

it.runIf(process.platform === 'linux')('check --fix asks at a terminal, and writes what was picked', async () => {
  const path = 'issues/2026-W48.yaml';
  const folder = await newsletterWith({
    [path]: issueYaml('2026-W48', 'outro: { fr: "Deux fotes et un dévelopeur.", en: "Bye, then." }'),
  });
  const child = spawn(
    'script',
    ['-qfec', `stty cols 100 rows 30; exec ${process.execPath} ${join(root, 'bin/hebdo.js')} check --fix`, '/dev/null'],
    {
      cwd: folder,
      env: { ...process.env, CI: undefined, TERM: 'xterm', SHELL: '/bin/sh', LANG: 'en' },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let out = '';
  child.stdout.on('data', chunk => {
    out += chunk;
  });
  const ended = new Promise(resolve => child.on('close', resolve));
  await expect.poll(() => out).toContain('leave it');
  child.stdin.write('\r');
  await expect.poll(() => out).toContain('développeur');
  child.stdin.write('\u001b[B');
  child.stdin.write('\r');
  await ended;
  expect(await readFile(join(folder, path), 'utf8')).toContain('Deux fotes et un développeur.');
});

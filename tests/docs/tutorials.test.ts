import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hebdo } from '../helpers/hebdo.ts';
import { edit, emptyFolder, root } from '../helpers/newsletter.ts';

/** The fenced blocks of a page, in their order. */
const blocksOf = (page: string): { kind: string; text: string }[] =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind = '', text = '']) => ({
    kind,
    text: text.trimEnd(),
  }));

/** What a command prints, without the addresses of pages, which depend on where hebdo is. */
const printed = ({ out, err }: { out: string; err: string }): string =>
  (out + err)
    .replace(/ {2}(?:file|https?):\/\/\S*rules\.md\S*/g, '')
    .replace(/ +$/gm, '')
    .trimEnd();

/** Commands that a reader ends or that need a server; their line says so. */
const needsMore = /#/;

describe.each([
  ['docs/first-issue.md', 'en_US.UTF-8'],
  ['docs/fr/premier-numero.md', 'fr_FR.UTF-8'],
])('%s', (path, LANG) => {
  it('works as it is written, in a new newsletter', async () => {
    const folder = await emptyFolder();
    const answers = [
      '--languages',
      'fr,en',
      '--name',
      'Ma lettre',
      'My letter',
      '--postal-address',
      '3 rue du Lac, Annecy',
    ];
    await hebdo(folder, ['init', '.', '--yes', '--automation', 'none', ...answers]);
    let last = { out: '', err: '', code: null as number | null };
    let compared = 0;
    for (const { kind, text } of blocksOf(await readFile(join(root, path), 'utf8'))) {
      if (kind === 'sh' && !needsMore.test(text)) {
        last = await hebdo(folder, text.replace(/^npx hebdo /, '').split(' '), { LANG });
        expect(last.code).toBe(0);
      } else if (kind === 'console') {
        expect(printed(last)).toBe(text);
        compared++;
      } else if (kind === 'yaml') {
        const [first = '', ...lines] = text.split('\n');
        await writeFile(join(folder, first.replace(/^# /, '')), `${lines.join('\n')}\n`);
      } else if (kind === 'edit') {
        const [, file = '', from = '', to = ''] = /^(\S+): (.*) -> (.*)$/.exec(text) ?? [];
        await edit(folder, file, from, to);
      }
    }
    expect(compared).toBe(4);
    expect(printed(last)).toMatch(/no problems|aucun problème/);
  });
});

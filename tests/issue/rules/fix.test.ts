import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkNewsletter } from '../../../src/app/write/check.ts';
import { applyFixes } from '../../../src/app/write/fix.ts';
import { cutText } from '../../../src/issue/rules/structure/cut-text.ts';
import { issueYaml, newsletterWith } from '../../helpers/newsletter.ts';
import { problemsIn, withTitle } from './findings.ts';

const path = 'issues/2026-W48.yaml';

describe('--fix', () => {
  const wrong = `week: 2026-W48
status: redy
subject: { fr: "Sujet de la semaine, l´autre", en: "Subject of the week" }
preheadr: { fr: "Le coeur de l’Etat coûte 12€, et c’est le le mot", en: "It don\`t work, A&nbsp;B, a e\u0301te\u0301 x\u200by" }
articles:
  - id: one
    layuot: brief
    titl: { fr: "Titre", en: "Title" }
    title: { fr: "Titre", en: "Title" }
    url: https://example.com/one
    categories: [hardwar, tehc, xyz, ai]
    body: { fr: "A Lyon, la fin.Le début : 50% , etc...", en: "A word ,another — 50%" }
`;
  const right = wrong
    .replace('l´autre', 'l’autre')
    .replace('preheadr', 'preheader')
    .replace('coeur', 'cœur')
    .replace('Etat', 'État')
    .replace('12€', '12 €')
    .replace('don`t', 'don’t')
    .replace('A&nbsp;B', 'A\u00a0B')
    .replace('e\u0301te\u0301', 'été')
    .replace('\u200b', '')
    .replace('layuot', 'layout')
    .replace('hardwar', 'hardware')
    .replace('tehc', 'tech')
    .replace('A Lyon', 'À Lyon')
    .replace('fin.Le', 'fin. Le')
    .replace('50% ,', '50 % ,')
    .replace('etc...', 'etc.')
    .replace('word ,another', 'word, another');

  it('mends what is certain, leaves the rest, and does nothing the second time', async () => {
    const folder = await newsletterWith({ [path]: wrong });
    const fix = async () =>
      applyFixes(folder, (await checkNewsletter(folder, ['2026-W48'], false, new Date('2026-11-24'))).problems);
    // The preheader is a text only when its key is right.
    for (let run = 0; run < 4; run++) await fix();
    expect(await readFile(join(folder, path), 'utf8')).toBe(right);
    expect(await fix()).toBe(0);
  });

  it.each([
    ['status: ready', 'status: raedy'],
    ['status: ready', 'status: Ready'],
    ['status: ready', 'statu: ready'],
    ['status: ready', 'Status: ready'],
  ])('makes no issue ready: %s written as %s', async (right, wrongly) => {
    const text = issueYaml('2026-W48', '').replace(right, wrongly);
    expect(text).toContain(wrongly);
    const folder = await newsletterWith({ [path]: text });
    const { problems } = await checkNewsletter(folder, ['2026-W48'], false, new Date('2026-11-24'));
    expect(problems.map(({ message }) => message).join()).toMatch(/status|tatu/i);
    expect(problems.filter(({ fix }) => fix !== undefined)).toEqual([]);
  });

  it.each([
    ['status: ready', 'status: drat', 'status: draft'],
    ['id: one', 'ID: one', 'id: one'],
    ['id: one', 'id: one\n    written_by: AI', 'id: one\n    written_by: ai'],
    ['id: one', 'id: one\n    categories: [TECH]', 'id: one\n    categories: [tech]'],
  ])('corrects a word that only one known word is near to: %s', async (right, wrongly, corrected) => {
    const folder = await newsletterWith({ [path]: issueYaml('2026-W48').replace(right, wrongly) });
    const { problems } = await checkNewsletter(folder, ['2026-W48'], false, new Date('2026-11-24'));
    await applyFixes(folder, problems);
    expect(await readFile(join(folder, path), 'utf8')).toBe(issueYaml('2026-W48').replace(right, corrected));
  });

  it('counts no continued line and no escape of double quotes as a character', async () => {
    const continued = (words: string) =>
      issueYaml('2026-W48').replace('"Sujet de la semaine"', `"Le bon \\\n    ${words} \\u2014 fin"`);
    const folder = await newsletterWith({ [path]: continued('chat coûte 12\\u00a0à 15€, noeud compris') });
    const { problems } = await checkNewsletter(folder, ['2026-W48'], false, new Date('2026-11-24'));
    await applyFixes(folder, problems);
    expect(await readFile(join(folder, path), 'utf8')).toBe(continued('chat coûte 12\\u00a0à 15 €, nœud compris'));
  });

  it('leaves a correct issue as it is', async () => {
    const text = issueYaml('2026-W48', 'intro: { fr: "« L’État » à 12 €, œuvre", en: "A coexisting poem, 12" }');
    const folder = await newsletterWith({ [path]: text });
    const { problems } = await checkNewsletter(folder, ['2026-W48'], false, new Date('2026-11-24'));
    expect(problems).toEqual([]);
  });
});

describe('cut-text', () => {
  const cut = (line: string) => withTitle('en', 'x').replace('{ en: "x" }', line);

  it.each(['A novel #MeToo', 'A novel #1', 'Le mot-clé #MeToo et la suite'])('%s', async line => {
    const [problem] = await problemsIn(cutText, cut(line));
    expect(problem).toMatchObject({ rule: 'cut-text', at: line.replace(/ #.*/, ''), span: { line: 6 } });
  });

  it.each([
    'A novel # a note of the editor',
    'A novel #hebdo-ignore all-caps',
    'A novel #TODO',
    '"A novel #MeToo"',
    '"A novel" #MeToo',
    'C# and F#, no. 1#2',
    'A novel',
  ])('%s is correct', async line => {
    expect(await problemsIn(cutText, cut(line))).toEqual([]);
  });

  it.each(['categories: [tech] #, hardware]', 'categories: [tech] # hardware]', 'standfirst: { en: A } #, fr: B }'])(
    'finds the cut list of %s',
    async line => {
      const yaml = withTitle('en', 'x').replace('    title:', `    ${line}\n    title:`);
      const [problem] = await problemsIn(cutText, yaml);
      expect(problem).toMatchObject({ rule: 'cut-text', at: line.replace(/^\w+: | #.*/g, ''), span: { line: 6 } });
    },
  );

  it.each([
    'categories: [tech] # hardware later',
    'categories: [tech] # see [x]',
    'categories: [tech] # TODO: (more)',
    'standfirst: { en: A } # hebdo-ignore all-caps',
  ])('%s is correct, too', async line => {
    const yaml = withTitle('en', 'x').replace('    title:', `    ${line}\n    title:`);
    expect(await problemsIn(cutText, yaml)).toEqual([]);
  });
});

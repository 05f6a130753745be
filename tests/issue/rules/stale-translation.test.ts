import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edit, emptyFolder, issueYaml, newsletterWith, problemsOf } from '../../helpers/newsletter.ts';

const week = '2026-W48';
const path = `issues/${week}.yaml`;

/** Runs git in a folder, at a date of its own for each commit. */
function gitIn(folder: string) {
  let day = 1;
  return (...args: string[]): void => {
    const date = `2026-11-${String(day++).padStart(2, '0')}T00:00:00Z`;
    const settings = ['user.name=t', 'user.email=t@example.com', 'commit.gpgsign=false', 'init.defaultBranch=main'];
    execFileSync('git', [...settings.flatMap(one => ['-c', one]), ...args], {
      cwd: folder,
      stdio: 'ignore',
      env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
  };
}

const stale = async (folder: string, at = week) =>
  (await problemsOf(folder, at)).filter(({ rule }) => rule === 'stale-translation');

const blocks = `intro:
  fr: |
    L’exposition ouvre vendredi soir. Elle dure un mois.

    Le musée la montre aux enfants.
  en: |
    The exhibition opens on Friday evening. It lasts a month.

    The museum shows it to children.
outro: { fr: À la semaine prochaine, en: See you next week }`;

/** A newsletter whose issue is committed. */
async function committed(top = blocks) {
  const folder = await newsletterWith({ [path]: issueYaml(week, top) });
  const git = gitIn(folder);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'both');
  const write = (text: string) => writeFile(join(folder, path), text);
  const read = () => readFile(join(folder, path), 'utf8');
  return { folder, git, write, read, commit: () => git('commit', '-qam', 'next') };
}

describe('stale-translation finds', () => {
  it('a translation whose source was changed after it, committed or not, until it is changed too', async () => {
    const { folder, commit } = await committed();
    expect(await stale(folder)).toEqual([]);
    await edit(folder, path, 'vendredi soir', 'samedi soir');
    const found = {
      span: { line: 9, column: 7 },
      message: expect.stringContaining('(2026-11-03)'),
    };
    expect(await stale(folder)).toMatchObject([found]);
    commit();
    expect(await stale(folder)).toMatchObject([found]);
    await edit(folder, path, 'Friday evening', 'Saturday evening');
    expect(await stale(folder)).toEqual([]);
    commit();
    expect(await stale(folder)).toEqual([]);
  });

  it('a source that lost its last paragraph, and one that gained a sentence', async () => {
    const { folder } = await committed();
    await edit(folder, path, '\n\n    Le musée la montre aux enfants.', '');
    await edit(folder, path, 'À la semaine prochaine', 'À la semaine prochaine. Et bon Noël');
    expect((await stale(folder)).map(({ span }) => span?.line)).toEqual([7, 11]);
  });

  it('the change in an article that was moved, in a file that was renamed, though the file was reformatted', async () => {
    const article = (id: string, fr: string, en: string) =>
      `  - id: ${id}\n    title: { fr: "${fr}", en: "${en}" }\n    url: https://example.com/${id}\n`;
    const { folder, git, write, read, commit } = await committed('');
    const head = await read();
    await write(head + article('two', 'Deux puces', 'Two chips') + article('three', 'Trois puces', 'Three chips'));
    commit();
    await write(head + article('three', 'Trois puces', 'Three chips') + article('two', 'Deux puces', 'Two chips'));
    commit();
    await edit(folder, path, 'Deux puces', 'Deux puces et une carte');
    commit();
    await edit(
      folder,
      path,
      '{ fr: "Deux puces et une carte", en: "Two chips" }',
      '\n      fr: Deux puces et une carte\n      en: >-\n        Two\n        chips',
    );
    commit();
    git('mv', path, 'issues/2026-W49.yaml');
    await edit(folder, 'issues/2026-W49.yaml', 'week: 2026-W48', 'week: 2026-W49');
    commit();
    expect(await stale(folder, '2026-W49')).toMatchObject([
      { span: { line: 16 }, message: expect.stringContaining('(2026-11-04)') },
    ]);
  });

  it('the change on another branch than that of the translation, after they were merged', async () => {
    const { folder, git, commit } = await committed();
    git('checkout', '-qb', 'english');
    await edit(folder, path, 'See you next week', 'Until next week');
    commit();
    git('checkout', '-q', 'main');
    await edit(folder, path, 'vendredi soir', 'samedi soir');
    commit();
    git('merge', '-q', '--no-edit', 'english');
    expect(await stale(folder)).toMatchObject([{ span: { line: 9 } }]);
  });
});

describe('stale-translation is silent', () => {
  it('where only the form of the source changed', async () => {
    const { folder, write, read } = await committed();
    await write(
      (await read())
        .replace('fr: |', 'fr: >')
        .replace(
          'L’exposition ouvre vendredi soir. Elle dure un mois.',
          "L'exposition ouvre\n    *vendredi* soir. Elle\u00a0dure un mois.",
        )
        .replace('fr: À la semaine prochaine', 'fr: "\\u00c0 la semaine prochaine"'),
    );
    expect(await stale(folder)).toEqual([]);
  });

  it('where both were changed in one commit, or the translation later', async () => {
    const { folder, commit } = await committed();
    await edit(folder, path, 'vendredi soir', 'samedi soir');
    await edit(folder, path, 'Friday evening', 'Saturday evening');
    await edit(folder, path, 'À la semaine prochaine', 'À lundi');
    commit();
    await edit(folder, path, 'See you next week', 'See you on Monday');
    expect(await stale(folder)).toEqual([]);
  });

  it('where the source has again the words that were translated', async () => {
    const { folder, commit } = await committed();
    await edit(folder, path, 'vendredi soir', 'samedi soir');
    commit();
    await edit(folder, path, 'samedi soir', 'vendredi soir');
    expect(await stale(folder)).toEqual([]);
  });

  it('without a history that can be read: no commit, a shallow clone, broken objects, no git', async () => {
    const { folder, git, commit } = await committed();
    await edit(folder, path, 'vendredi soir', 'samedi soir');
    commit();
    expect(await stale(folder)).toHaveLength(1);

    const clone = await emptyFolder();
    gitIn(clone)('clone', '-q', '--depth', '1', `file://${folder}`, '.');
    expect(await stale(clone)).toEqual([]);

    const { PATH } = process.env;
    process.env.PATH = '/nowhere';
    expect(
      await stale(folder).finally(() => {
        process.env.PATH = PATH;
      }),
    ).toEqual([]);

    git('mv', path, 'issues/old.yaml');
    await edit(folder, 'issues/old.yaml', 'samedi', 'dimanche');
    await mkdir(join(folder, 'issues'), { recursive: true });
    await writeFile(join(folder, 'issues/2026-W50.yaml'), issueYaml('2026-W50', blocks));
    expect(await stale(folder, '2026-W50')).toEqual([]);

    await writeFile(join(folder, path), issueYaml(week, blocks.replace('vendredi', 'samedi')));
    await rm(join(folder, '.git/objects'), { recursive: true });
    await mkdir(join(folder, '.git/objects'));
    expect(await stale(folder)).toEqual([]);
  });

  it('where an older version of the file was broken YAML', async () => {
    const { folder, write, read, commit } = await committed();
    const good = await read();
    await write(`${good}  "oops`);
    commit();
    await write(good);
    expect(await stale(folder)).toEqual([]);
  });
});

describe('a comment with the fingerprint', () => {
  it('accepts the translation until the source changes again; without it, for good', async () => {
    const { folder } = await committed();
    await edit(folder, path, 'vendredi soir', 'samedi soir');
    const [{ hint = '' } = {}] = await stale(folder);
    const [comment = '', fingerprint = ''] = /# hebdo-ignore stale-translation ([0-9a-f]{6})$/.exec(hint) ?? [];
    await edit(folder, path, '  en: |', `  ${comment}\n  en: |`);
    expect(await stale(folder)).toEqual([]);
    // The form of the source is not part of its fingerprint.
    await edit(folder, path, 'samedi soir', 'samedi\n    soir');
    expect(await stale(folder)).toEqual([]);
    await edit(folder, path, 'un mois', 'deux mois');
    const [{ fingerprint: next = '' } = {}] = await stale(folder);
    expect(next).toMatch(/^[0-9a-f]{6}$/);
    expect(next).not.toBe(fingerprint);
    await edit(folder, path, fingerprint, `${fingerprint} ${next}, typography`);
    expect(await stale(folder)).toEqual([]);
    await edit(folder, path, 'deux mois', 'trois mois');
    expect(await stale(folder)).toHaveLength(1);
    await edit(folder, path, ` ${fingerprint} ${next}`, '');
    expect(await stale(folder)).toEqual([]);
  });
});

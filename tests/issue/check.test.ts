import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { contentHash } from '../../src/issue/content-hash.ts';
import { loadIssue } from '../../src/issue/load.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { edit, issueYaml, newsletterWith, problemsOf, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';

const week = '2026-W40';
const path = `issues/${week}.yaml`;
const found = async (text: string | Buffer) => {
  const problems = await problemsOf(await newsletterWith({ [path]: text }), week);
  return problems.map(({ rule, severity, span, message }) => ({
    rule,
    severity,
    line: span?.line,
    column: span?.column,
    message,
  }));
};

describe('a clean issue', () => {
  it('has no problems', async () => {
    expect(await problemsOf(await sampleNewsletter(), sampleWeek)).toEqual([]);
  });
});

describe('what check finds in an issue', () => {
  it.each([
    ['a week that is not its file name', issueYaml('2026-W41'), 'week-file', 1, 7],
    ['a week that does not exist', issueYaml('2026-W60'), 'schema', 1, 7],
    ['a time that does not exist', issueYaml(week, 'send_at: 2026-03-29 02:30'), 'send-at', 4, 10],
    [
      'a subject with a line break',
      issueYaml(week).replace('"Sujet de la semaine"', '"Su\\r\\nBcc: x@y.z"'),
      'schema',
      3,
      16,
    ],
    ['a script link', issueYaml(week).replace('https://example.com/one', 'javascript:alert(1)'), 'schema', 8, 10],
    [
      'a script link in Markdown',
      issueYaml(week, 'intro: { fr: "[x](javascript:alert(1))", en: "[x](https://x.y)" }'),
      'unsafe-link',
      4,
      19,
    ],
    ['raw HTML', issueYaml(week, 'intro: { fr: "a <br> b", en: "x" }'), 'raw-html', 4, 17],
    ['a heading', issueYaml(week, 'outro: { fr: "# x", en: "x" }'), 'markdown-unsupported', 4, 15],
    [
      'a missing image',
      issueYaml(week, '', '    image: { src: ./images/no.jpg, alt: "" }\n    standfirst: x'),
      'image-file',
      9,
      19,
    ],
    [
      'an image elsewhere on the disk',
      issueYaml(week, '', '    image: { src: ../../../etc/hostname, alt: "" }\n    standfirst: x'),
      'image-file',
      9,
      19,
    ],
    ['an absolute path', issueYaml(week, '', '    image: { src: /etc/hostname, alt: "" }'), 'schema', 9, 19],
    ['an unknown category', issueYaml(week, '', '    categories: [ai, hardwar]'), 'unknown-category', 9, 22],
    ['an unknown language', issueYaml(week, 'outro: { fr: "a", en: "b", de: "c" }'), 'unknown-language', 4, 28],
    ['an unknown key', issueYaml(week, '', '    standfrist: x'), 'unknown-key', 9, 5],
    [
      'an id that is taken',
      `${issueYaml(week)}  - { id: one, title: "B", url: https://example.com/ }\n`,
      'duplicate-id',
      10,
      11,
    ],
    ['a duplicate key', issueYaml(week, 'status: draft'), 'duplicate-key', 4, 1],
    ['a control character', issueYaml(week).replace('"Titre"', '"Ti\\etre"'), 'schema', 7, 18],
    ['a character that marks slots', issueYaml(week).replace('"Titre"', '"Ti\\uE100tre"'), 'schema', 7, 18],
    ['Latin-1', Buffer.from(issueYaml(week).replace('Sujet', 'Numéro'), 'latin1'), 'encoding', 3, 20],
  ])('%s', async (_, text, rule, line, column) => {
    const problems = await found(text);
    expect(problems.map(({ rule, line, column }) => [rule, line, column])).toEqual([[rule, line, column]]);
    expect(problems.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it('warns of a translation that is missing in part, and says nothing of an article for one language', async () => {
    const partly = issueYaml(week, '', '    standfirst: { fr: "Chapeau" }');
    expect(await found(partly)).toMatchObject([{ rule: 'missing-translation', severity: 'warning', line: 9 }]);
    const french = issueYaml(week).replace('{ fr: "Titre", en: "Title" }', '{ fr: "Titre" }');
    expect(await found(french)).toEqual([]);
  });

  it('makes it an error where hebdo.yaml wants every translation', async () => {
    const folder = await newsletterWith({ [path]: issueYaml(week, '', '    standfirst: { fr: "Chapeau" }') });
    await edit(folder, 'hebdo.yaml', 'missing_translation: skip', 'missing_translation: error');
    expect(await problemsOf(folder, week)).toMatchObject([{ rule: 'missing-translation', severity: 'error' }]);
  });

  it('finds everything at once, each in its place', async () => {
    const text = `week: 2026-W41
status: redy
subject: "The subject of all"
articles:
  - id: A!
    title: "t"
    url: "ftp://x.example"
    comments: { url: https://example.com, count: -1 }
    body: { fr: *gras*, en: "<i>x</i>" }
`;
    const problems = await found(text);
    expect(problems.map(({ rule, line }) => [line, rule]).sort()).toEqual([
      [1, 'week-file'],
      [2, 'schema'],
      [5, 'schema'],
      [7, 'schema'],
      [8, 'schema'],
      [9, 'raw-html'],
      [9, 'raw-html'],
      [9, 'yaml-alias'],
    ]);
  });

  it('does not follow a link out of the newsletter', async () => {
    const folder = await newsletterWith({
      [path]: issueYaml(week, '', '    image: { src: ./images/link.jpg, alt: "" }\n    standfirst: x'),
    });
    await symlink('/etc/hostname', join(folder, 'issues/images/link.jpg'));
    expect(await problemsOf(folder, week)).toMatchObject([{ rule: 'image-file' }]);
  });

  it('says what to do about each problem', async () => {
    const folder = await newsletterWith({ [path]: issueYaml('2026-W41', 'nope: 1', '    categories: [x]') });
    for (const { hint, message } of await problemsOf(folder, week)) {
      expect(hint).toMatch(/^[A-Z].{8,}/);
      expect(message).toMatch(/[.…]$/);
    }
  });
});

describe('damaged issue files', () => {
  it('never end in an exception, however they are damaged', async () => {
    const folder = await sampleNewsletter();
    const { value: publication } = await loadPublication(folder);
    if (publication === undefined) throw new Error('the sample is broken');
    const clean = issueYaml(
      week,
      'intro: { fr: "Un *mot*", en: "A *word*" }',
      '    categories: [ai]\n    comments: { url: https://example.com }',
    );
    await mkdir(join(folder, 'issues'), { recursive: true });
    const odd = fc.oneof(
      fc.constant('"'),
      fc.constant('\t'),
      fc.constant('*x'),
      fc.constant(': '),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: clean.length }), fc.nat({ max: 12 }), odd, async (at, length, text) => {
        await writeFile(join(folder, path), clean.slice(0, at) + text + clean.slice(at + length));
        const { value, problems } = await loadIssue(folder, path, publication);
        expect(value !== undefined || problems.length > 0).toBe(true);
        for (const { span } of problems) expect(span === undefined || span.line >= 1).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('never end in an exception, whatever a value is', async () => {
    const folder = await sampleNewsletter();
    const { value: publication } = await loadPublication(folder);
    if (publication === undefined) throw new Error('the sample is broken');
    const paths = [
      ['week'],
      ['subject'],
      ['articles'],
      ['articles', 0],
      ['articles', 0, 'title'],
      ['articles', 0, 'comments'],
      ['intro', 'fr'],
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), async (where, value) => {
        const doc = parseDocument(issueYaml(week, 'intro: { fr: "x", en: "y" }'));
        doc.setIn(where, value);
        await writeFile(join(folder, path), String(doc));
        const { value: issue, problems } = await loadIssue(folder, path, publication);
        expect(issue !== undefined || problems.length > 0).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the content hash', () => {
  it('changes with a text or an image, and not with a comment or the time of sending', async () => {
    const folder = await sampleNewsletter();
    const hash = async () => {
      const { value: publication } = await loadPublication(folder);
      if (publication === undefined) throw new Error('the sample is broken');
      const { value } = await loadIssue(folder, `issues/${sampleWeek}.yaml`, publication);
      if (value === undefined) throw new Error('the sample is broken');
      return contentHash(folder, value);
    };
    const before = await hash();
    await edit(folder, `issues/${sampleWeek}.yaml`, 'status: ready', '# a comment\nstatus: ready');
    await edit(folder, `issues/${sampleWeek}.yaml`, '2026-11-27 08:00', '2026-11-28 09:00');
    expect(await hash()).toBe(before);
    const images = join(folder, 'issues/images', sampleWeek);
    await cp(join(images, 'vacuum.jpg'), join(images, 'bank.jpg'));
    const otherImage = await hash();
    expect(otherImage).not.toBe(before);
    await edit(folder, `issues/${sampleWeek}.yaml`, 'exact change only', 'change only');
    expect(await hash()).not.toBe(otherImage);
  });
});

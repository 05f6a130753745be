import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileIssue, loadNewsletter } from '../../src/app/compile/newsletter.ts';
import { loadLocales } from '../../src/edition/locale.ts';
import { loadTemplate } from '../../src/email/template.ts';
import { edit, emptyFolder, issueYaml, newsletterWith, root } from '../helpers/newsletter.ts';

/** What compiling tells of a newsletter whose template is the weekly one, with changes. */
async function problemsWith(changes: Record<string, string>, settings = '') {
  const folder = await newsletterWith({ 'issues/2026-W40.yaml': issueYaml('2026-W40') });
  await edit(folder, 'hebdo.yaml', 'template: weekly', `${settings}template: mine`);
  await mkdir(join(folder, 'templates/mine'), { recursive: true });
  const { readdir } = await import('node:fs/promises');
  for (const name of await readdir(join(root, 'templates/weekly')))
    await writeFile(join(folder, 'templates/mine', name), await readFile(join(root, 'templates/weekly', name)));
  for (const [name, text] of Object.entries(changes)) await writeFile(join(folder, 'templates/mine', name), text);
  const { value } = await loadNewsletter(folder);
  if (value === undefined) throw new Error('broken');
  return (await compileIssue(value, '2026-W40')).problems;
}

const column = (inside: string) =>
  `<mjml><mj-body><mj-section><mj-column><mj-text>${inside}</mj-text></mj-column></mj-section></mj-body></mjml>`;

describe('a template', () => {
  it('of the newsletter is used instead of the one that comes with hebdo', async () => {
    expect(await problemsWith({})).toEqual([]);
  });

  it('that does not exist is told, with the names there are', async () => {
    const folder = await newsletterWith({ 'issues/2026-W40.yaml': issueYaml('2026-W40') });
    await edit(folder, 'hebdo.yaml', 'template: weekly', 'template: weakly');
    const { value } = await loadNewsletter(folder);
    if (value === undefined) throw new Error('broken');
    expect((await compileIssue(value, '2026-W40')).problems).toMatchObject([
      { file: 'hebdo.yaml', hint: 'Did you mean `weekly`?' },
    ]);
  });

  it.each([
    ['a tag that is not closed', { 'title.liquid': 'x\n{% if article %}' }, 'title.liquid', 2],
    ['an unknown filter', { 'email.mjml': column('{{ edition.name | shout }}') }, 'email.mjml', 1],
    ['an unknown variable', { 'email.mjml': column('\n\n{{ edition.nmae }}') }, 'email.mjml', 3],
    ['an unknown word', { 'email.mjml': column("{{ 'no.word' | t }}") }, 'email.mjml', 1],
    ['an unknown MJML tag', { 'email.mjml': column('x').replaceAll('mj-text', 'mj-txet') }, 'email.mjml', 1],
    [
      'an unknown MJML attribute',
      { 'email.mjml': column('x').replace('<mj-text', '<mj-text colour="red"') },
      'email.mjml',
      1,
    ],
    ['a way past the escaping', { 'email.mjml': column('{{ edition.name | raw }}') }, 'email.mjml', 1],
    ['a missing partial', { 'email.mjml': column("{% render 'nowhere.liquid' %}") }, 'email.mjml', 1],
    [
      'a partial by the name of what every object has',
      { 'email.mjml': column('{% render "constructor" %}') },
      'email.mjml',
      1,
    ],
    ['the same with two underscores', { 'email.mjml': column('{% render "__proto__" %}') }, 'email.mjml', 1],
    ['a text that is used as markup', { 'email.mjml': column('{{ edition.name | html }}') }, 'email.mjml', 1],
  ])('%s is told with its place', async (_, changes, file, line) => {
    const problems = await problemsWith(changes);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toMatchObject({ rule: 'template', file: `templates/mine/${file}`, span: { line } });
  });

  const withPart = (part: string, files: Record<string, string> = {}) => ({
    'email.mjml': column('a').replace('</mj-column>', "{% render 'part.liquid', edition: edition %}</mj-column>"),
    'part.liquid': part,
    ...files,
  });
  it.each([
    ['an unknown variable', withPart('\n\n{{ edition.nmae }}'), 'part.liquid', 3, 'undefined variable: edition.nmae'],
    [
      'an unknown variable of a partial in a partial',
      withPart("\n{% render 'in.liquid' %}", { 'in.liquid': '\n\n\n{{ nothing.x }}' }),
      'in.liquid',
      4,
      'undefined variable',
    ],
    [
      'a filter with a wrong value',
      withPart('\n{{ edition.name | html }}'),
      'part.liquid',
      2,
      'the filter `html` takes a Markdown text',
    ],
    [
      'an unknown tag, in each turn of a loop',
      withPart('{% for i in (1..3) %}\n<mj-txet>{{ i }}</mj-txet>{% endfor %}'),
      'part.liquid',
      2,
      'mj-txet',
    ],
    [
      'an unknown attribute beside a right one',
      withPart('\n<mj-text color="red">a</mj-text> <mj-text colour="red">b</mj-text>'),
      'part.liquid',
      2,
      'colour',
    ],
    ['two unknown attributes', withPart('\n<mj-text fint="x" colour="red">b</mj-text>'), 'part.liquid', 2, 'fint'],
    ['a wrong value', withPart('\n\n<mj-text font-size="big">b</mj-text>'), 'part.liquid', 3, 'big'],
    ['a tag in a wrong place', withPart('\n<mj-section></mj-section>'), 'part.liquid', 2, 'cannot be used inside'],
    ['a tag that is not closed', withPart('\n<mj-text>x'), 'part.liquid', 2, '<mj-text> is not closed'],
    [
      "an include of MJML's own",
      withPart('\n<mj-include path="./more.mjml" />', { 'more.mjml': 'x' }),
      'part.liquid',
      2,
      '<mj-include> is not available',
    ],
    [
      'a partial that is not there',
      withPart("\n{% render 'pat.liquid' %}"),
      'part.liquid',
      2,
      'there is no file `pat.liquid`',
    ],
    ['an unknown fixed text', withPart("{{ 'no.such' | t }}"), 'part.liquid', 1, 'no word `no.such` in locales/'],
    ['a closing tag without its opening', withPart('\n<mj-text>x</mj-text></mj-button>'), 'part.liquid', 2, 'closes'],
    [
      'an unknown tag around others',
      { 'email.mjml': column('x').replaceAll('mj-section', 'mj-secton') },
      'email.mjml',
      1,
      'mj-secton',
    ],
  ])('%s is one problem, at its line of its file', async (_, changes, file, line, words) => {
    expect(await problemsWith(changes)).toMatchObject([
      { file: `templates/mine/${file}`, span: { line }, message: expect.stringContaining(words) },
    ]);
  });

  it('without MJML is told what a template begins with', async () => {
    expect(await problemsWith({ 'email.mjml': 'hello' })).toMatchObject([
      { file: 'templates/mine/email.mjml', hint: 'A template begins with <mjml> and ends with </mjml>.' },
    ]);
  });

  it('cannot read a file outside its folder', async () => {
    const secret = join(await emptyFolder(), 'secret.liquid');
    await writeFile(secret, 'SECRET');
    for (const path of [secret, '../../hebdo.yaml', '/etc/hostname']) {
      const problems = await problemsWith({ 'email.mjml': column(`{% render '${path}' %}{% include '${path}' %}`) });
      expect(problems[0]?.rule).toBe('template');
      expect(JSON.stringify(problems)).not.toContain('SECRET');
    }
    const included = await problemsWith({
      'email.mjml': `<mjml><mj-body><mj-include path="${secret}" /></mj-body></mjml>`,
    });
    expect(JSON.stringify(included)).not.toContain('SECRET');
  });

  it('cannot reach through a link to a file elsewhere', async () => {
    const folder = await newsletterWith({ 'issues/2026-W40.yaml': issueYaml('2026-W40') });
    await edit(folder, 'hebdo.yaml', 'template: weekly', 'template: mine');
    await mkdir(join(folder, 'templates/mine'), { recursive: true });
    await symlink('/etc/hostname', join(folder, 'templates/mine/host.liquid'));
    await writeFile(join(folder, 'templates/mine/email.mjml'), column("{% render 'host.liquid' %}"));
    await writeFile(join(folder, 'templates/mine/email.txt.liquid'), 'x');
    const { value } = await loadNewsletter(folder);
    if (value === undefined) throw new Error('broken');
    expect((await compileIssue(value, '2026-W40')).problems[0]?.rule).toBe('template');
  });

  it('that loops for ever is stopped', async () => {
    const [problem] = await problemsWith({ 'email.mjml': column('{% for i in (1..100000000) %}x{% endfor %}') });
    expect(problem?.rule).toBe('template');
  });
});

describe('a template of one’s own', () => {
  const without = async (file: string, part: string | RegExp, rules = '', other = '') => {
    const folder = file === 'issue.txt.liquid' ? 'shared' : 'weekly';
    const own = await readFile(join(root, 'templates', folder, file), 'utf8');
    expect(own.replace(part, other)).not.toBe(own);
    return problemsWith({ [file]: own.replace(part, other) }, rules);
  };

  it.each([
    ['a link to unsubscribe in the HTML', 'footer.mjml', /<a href="\{\{ slots.unsubscribe_url.*?<\/a>/],
    ['a link to unsubscribe in the text', 'issue.txt.liquid', /^\{\{ slots.unsubscribe_url \}\}$/m],
    ['the publisher’s name in the HTML', 'footer.mjml', '{{ edition.publisher.name }}, '],
    ['the publisher’s address in the HTML', 'footer.mjml', ', {{ edition.publisher.address }}'],
    ['the publisher’s name in the text', 'issue.txt.liquid', ' {{ edition.publisher.name }}'],
    ['the publisher’s address in the text', 'issue.txt.liquid', '{{ edition.publisher.address }}'],
    ['its language', 'email.mjml', / lang="[^"]*"/],
    [
      'a publisher that is shown',
      'footer.mjml',
      /\{\{ edition.publisher.name \}\}, \{\{ edition.publisher.address \}\}/,
      '<span style="display:none">$&</span>',
    ],
  ])('without %s is an error, which no setting switches off', async (_, file, part, other = '') => {
    for (const rules of ['', 'rules: { required-parts: off }\n']) {
      const problems = await without(file, part, rules, other);
      expect(problems.map(({ rule, severity }) => `${rule} ${severity}`)).toContain('required-parts error');
    }
  });

  it('renders partials of templates/shared/: its own first, then those of the newsletter, then those of hebdo', async () => {
    const folder = await newsletterWith({
      'issues/2026-W40.yaml': issueYaml('2026-W40'),
      'templates/mine/email.mjml': column(
        "{% render 'a.liquid' %} {% render 'b.liquid' %} {% render 'by.liquid', article: edition.articles.first %}",
      ),
      'templates/mine/email.txt.liquid': "{% render 'issue.txt.liquid', edition: edition, slots: slots %}",
      'templates/mine/a.liquid': 'own a',
      'templates/shared/a.liquid': 'shared a',
      'templates/shared/b.liquid': 'shared b',
    });
    const { value: template } = await loadTemplate(folder, 'mine');
    const weekly = await loadTemplate(folder, 'weekly');
    const [locale] = (await loadLocales(folder, ['en'])).value ?? [];
    if (template === undefined || locale === undefined) throw new Error('no template');
    const { value } = await template.render('html', locale, { edition: { articles: [{ written_by: 'ai' }] } });
    expect(value).toContain('own a shared b <span class="ai">Written by an AI</span>');
    // A partial of the newsletter may lack what hebdo's own tests check in those that come with it.
    expect([template.bundled, weekly.value?.bundled]).toEqual([false, false]);
  });

  it('that has a mistake in a shared partial is told its path', async () => {
    const folder = await newsletterWith({
      'issues/2026-W40.yaml': issueYaml('2026-W40'),
      'templates/shared/by.liquid': 'x\n{% if article %}',
    });
    expect((await loadTemplate(folder, 'weekly')).problems).toMatchObject([
      { file: 'templates/shared/by.liquid', span: { line: 2 } },
    ]);
  });

  it('that is a copy of ours has no such error', async () => {
    expect(await without('email.mjml', /\n$/)).toEqual([]);
  });
});

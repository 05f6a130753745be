import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { compileWebVersion } from '../../src/email/compile.ts';
import { fillSlots } from '../../src/email/slots.ts';
import { valuesFor } from '../../src/issue/reader-fields.ts';
import { messageMaker } from '../../src/message/message.ts';
import { compiled, edition, first, issueYaml, newsletterWith, problemsOf } from '../helpers/newsletter.ts';

const week = '2026-W40';

/** A newsletter whose issue names the reader in its texts. */
const personal = (intro = 'Bonjour {name|chère lectrice, cher lecteur} !') =>
  newsletterWith({
    [`issues/${week}.yaml`]: issueYaml(
      week,
      `preheader: { fr: "{name|Vous}, tout va bien", en: All is well }
intro: { fr: ${JSON.stringify(intro)}, en: "Hello {name|dear reader}," }`,
      '    body: { fr: "Qui, {name|vous} ? L\'ami de **{name|vous}**.", en: "You, {name|dear reader}?" }',
    ).replace('Sujet de la semaine', '{name|Chers lecteurs}, à la une'),
  });

async function messageTo(name: string | undefined, language = 'fr') {
  const folder = await personal();
  const { compileContext } = await compiled(folder, week);
  const { email } = await edition(folder, language, week);
  const make = messageMaker(email, { publication: compileContext.publication, secret: 's'.repeat(40) });
  const { raw } = await make({ id: 7, address: 'a@example.com', name }, new Date());
  const { subject, text = '', html } = await simpleParser(raw);
  return { subject, text, html: String(html), raw: raw.toString('latin1') };
}

describe('the name of the reader', () => {
  it('stands in subject, HTML and plain text', async () => {
    const { subject, text, html } = await messageTo('Élodie');
    expect(subject).toBe('Élodie, à la une');
    expect(html).toContain('Bonjour Élodie\u202f!');
    expect(html).toContain('<strong>Élodie</strong>');
    expect(html).toContain('<title>Élodie, à la une</title>');
    expect(html).toContain('>Élodie, tout va bien');
    expect(text).toContain('Bonjour Élodie\u202f!');
    expect(`${html}${text}`).not.toMatch(/\{name|[\uE000-\uF8FF]/);
  });

  it.each([undefined, '', '  '])(
    'is replaced by the words behind the bar for a reader whose name is %j',
    async name => {
      const { subject, text, html } = await messageTo(name);
      expect(subject).toBe('Chers lecteurs, à la une');
      expect(html).toContain('Bonjour chère lectrice, cher lecteur\u202f!');
      expect(text).toContain('Bonjour chère lectrice, cher lecteur\u202f!');
      expect((await messageTo(name, 'en')).html).toContain('Hello dear reader,');
    },
  );

  it('is escaped', async () => {
    const { subject, text, html, raw } = await messageTo('<img src=x> & "Bob" \u202e漢字');
    expect(html).toContain('Bonjour &lt;img src=x&gt; &amp; &quot;Bob&quot;');
    expect(html).not.toContain('<img src=x>');
    expect(text).toContain('Bonjour <img src=x> & "Bob"');
    expect(subject).toContain('漢字');
    for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  });

  it('is not in the web version, nor in what is listed', async () => {
    const folder = await personal();
    const { compileContext, editions } = await compiled(folder, week);
    const { edition: french, email, locale } = first(editions);
    expect(email.subject).toBe('Chers lecteurs, à la une');
    const { value } = await compileWebVersion(compileContext, french, locale);
    expect(value?.html).toContain('Bonjour chère lectrice, cher lecteur\u202f!');
    expect(value?.html).not.toMatch(/[\uE000-\uF8FF]|\{name/);
  });
});

describe('what all readers share', () => {
  it('has the words behind the bar: the subject of an answer, and the file for calendars', async () => {
    const folder = await newsletterWith({
      [`issues/${week}.yaml`]: issueYaml(
        week,
        `question: { text: { fr: "{name|Chers amis}, que lisez-vous ?", en: "{name|Friends}, what do you read?" } }
event: { title: { fr: "Un café avec {name|vous}", en: "Coffee with {name|you}" }, starts: 2026-10-01 18:30, place: "{name|Lyon}" }`,
      ),
    });
    const { email, edition: french } = await edition(folder, 'fr', week);
    const [, subject = ''] = /mailto:[^"?]+\?subject=([^"]+)"/.exec(email.html) ?? [];
    expect(decodeURIComponent(subject)).toBe('Chers amis, que lisez-vous\u202f?');
    expect(french.event?.calendar.content).toContain('SUMMARY:Un café avec vous\r\nLOCATION:Lyon\r\n');
  });
});

describe('the plain text', () => {
  it('keeps its lines short when the fields are filled in', async () => {
    const intro = `Bonjour {name|chère lectrice, cher lecteur} ! ${'Un mot, {name|vous} ; '.repeat(20)}`;
    const { email } = await edition(await personal(intro), 'fr', week);
    const fields = email.personal?.fields;
    for (const values of [valuesFor(fields ?? []), valuesFor(fields ?? [], { name: 'Anne-Christine' })])
      for (const line of fillSlots(email.text, { fields: values }).split('\n'))
        if (!line.includes('://')) expect(line.length).toBeLessThanOrEqual(76);
  });
});

describe('check', () => {
  const rulesOf = async (intro: string): Promise<string[]> =>
    (await problemsOf(await personal(intro), week))
      .filter(({ span }) => span?.line === 5)
      .map(({ rule, severity }) => `${rule} ${severity}`);

  it.each([
    ['Bonjour {prenom|chère lectrice} !', 'reader-field error'],
    ['Bonjour {name} !', 'reader-field warning'],
    ['Bonjour {name| } !', 'reader-field warning'],
    ['Voir [ici](https://a.example/?n={name|x}) !', 'reader-field error'],
  ])('reports %s', async (intro, problem) => expect(await rulesOf(intro)).toContain(problem));

  it.each(['Bonjour {name|chère lectrice, cher lecteur} !', 'Un ensemble {a, b} et {x}.'])(
    'is silent about %s',
    async intro => expect((await rulesOf(intro)).filter(one => /reader-field|placeholder/.test(one))).toEqual([]),
  );
});

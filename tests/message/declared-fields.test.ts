import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { readPreview } from '../../src/app/write/preview.ts';
import { messageMaker } from '../../src/message/message.ts';
import { checkValue } from '../../src/publication/declared-fields.ts';
import { compiled, edit, edition, issueYaml, newsletterWith, problemsOf } from '../helpers/newsletter.ts';

const week = '2026-W40';
const fields = `fields:
  city: { label: { fr: Ville, en: City }, sample: Lyon }
  born: { label: { fr: Naissance, en: Birth }, type: date, sample: 2001-03-01 }
  visits: { label: { fr: Visites, en: Visits }, type: number }
  plan: { label: { fr: Formule, en: Plan }, values: { free: { fr: "L'essai", en: Free }, paid: Pro } }`;

/** A newsletter that declares fields, with an issue that names them. */
async function personal(intro = '**{city|votre ville}** ; {born|un jour} ; {visits|0} ; {plan|rien}.') {
  const folder = await newsletterWith({
    [`issues/${week}.yaml`]: issueYaml(
      week,
      `intro: { fr: ${JSON.stringify(intro)}, en: "{city|your city}; {born|one day}; {visits|0}; {plan|nothing}." }`,
    ).replace('Sujet de la semaine', 'À {city|la une}'),
  });
  await edit(folder, 'hebdo.yaml', 'template: weekly', `${fields}\ntemplate: weekly`);
  return folder;
}

/** Makes the messages of an edition to readers with these values. */
async function maker(language = 'fr') {
  const folder = await personal();
  const { compileContext } = await compiled(folder, week);
  const { email } = await edition(folder, language, week);
  const make = messageMaker(email, { publication: compileContext.publication, secret: 's'.repeat(40) });
  return async (values?: Record<string, string>) => {
    const { raw } = await make({ id: 7, address: 'a@example.com', fields: values }, new Date());
    const { subject, text = '', html, headers } = await simpleParser(raw);
    return { subject, text, html: String(html), headers, raw: raw.toString('latin1') };
  };
}

const all = { city: 'Aÿ', born: '2001-03-01', visits: '1200.5', plan: 'free' };

describe('declared fields', () => {
  it('stand in subject, HTML and plain text, in the form of the edition’s language', async () => {
    const french = await (await maker())(all);
    expect(french.subject).toBe('À Aÿ');
    expect(french.html).toContain('<strong>Aÿ</strong>\u202f; 1er mars 2001\u202f; 1\u202f200,5\u202f; L’essai.');
    expect(french.text.replace(/\n/g, ' ')).toContain('Aÿ\u202f; 1er mars 2001\u202f; 1\u202f200,5\u202f; L’essai.');
    const english = await (await maker('en'))(all);
    expect(english.html).toContain('Aÿ; March 1, 2001; 1,200.5; Free.');
  });

  it.each<Record<string, string> | undefined>([
    undefined,
    {},
    { city: '', born: 'soon', visits: '1,5', plan: 'gone' },
    { born: '1', visits: 'NaN', plan: '__proto__' },
  ])('that are absent, or no longer fit their type, are the words behind the bar: %j', async values => {
    const { subject, html } = await (await maker())(values);
    expect(subject).toBe('À la une');
    expect(html).toContain('<strong>votre ville</strong>\u202f; un jour\u202f; 0\u202f; rien.');
  });

  it('are escaped, forge no header and fill no other field, whatever a value is', async () => {
    const make = await maker();
    const usual = await make(all);
    const nasty = fc.constantFrom(
      '<b>',
      '&amp;',
      '"\'',
      '{name}',
      '{city|x}',
      '{{ x }}',
      '=\r\n',
      '👩‍👩‍👧',
      '%0d',
      '?=',
    );
    const value = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.array(nasty, { maxLength: 30 }).map(parts => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(value, async text => {
        const { value: city } = checkValue({ label: 'X', kind: 'text' }, text);
        fc.pre(city !== undefined && city !== '');
        const { subject, text: plain, html, headers, raw } = await make({ ...all, city });
        expect(subject?.replace(/\s+/g, ' ')).toBe(`À ${city}`.replace(/\s+/g, ' ').trim());
        const escaped = city.replace(
          /[&<>"']/g,
          sign => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' }[sign]};`,
        );
        expect(html).toContain(`<strong>${escaped}</strong>`);
        expect(plain).toContain(`${city}\u202f; 1er mars`);
        expect([...headers.keys()]).toEqual([...usual.headers.keys()]);
        const body = raw.slice(raw.indexOf('\r\n\r\n'));
        for (const line of body.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
      }),
      { numRuns: 60 },
    );
  });

  it('have their samples in the preview, or else their labels', async () => {
    const { editions = [] } = await readPreview(await personal())(week);
    expect(editions[0]?.subject).toBe('À Lyon');
    expect(editions[0]?.html).toContain('<strong>Lyon</strong>\u202f; 1er mars 2001\u202f; Visites\u202f; Formule.');
    expect(editions[1]?.html).toContain('Lyon; March 1, 2001; Visits; Plan.');
  });
});

describe('check', () => {
  const rulesOf = async (intro: string) =>
    (await problemsOf(await personal(intro), week))
      .filter(({ rule }) => /reader-field|placeholder/.test(rule))
      .map(({ rule, severity, hint }) => [rule, severity, hint]);

  it.each([
    ['Bonjour {citi|vous} !', 'error', 'Did you mean `city`?'],
    ['Bonjour {town_of_birth|vous} !', 'error', 'Known here: name, city, born, visits, plan.'],
    ['Bonjour {city} !', 'warning', 'Write what stands there then: {city|…}.'],
    ['Voir [ici](https://a.example/?n={city|x}) !', 'error', expect.stringContaining('Write the address without it')],
  ])('reports %s', async (intro, severity, hint) =>
    expect(await rulesOf(intro)).toEqual([['reader-field', severity, hint]]),
  );

  it('takes no key of a field for a word', async () => {
    const problems = await problemsOf(await personal('Bonjour {visits|vouss} !'), week);
    const words = problems.filter(({ rule }) => rule === 'spelling').map(({ message }) => message);
    expect(words).toEqual([expect.stringContaining('vouss')]);
  });

  it('is silent about a field with words behind the bar', async () => {
    expect(await rulesOf('Bonjour {city|à vous} !')).toEqual([]);
  });
});

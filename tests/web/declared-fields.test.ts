import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { checkValue } from '../../src/publication/declared-fields.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { edit, sampleNewsletter } from '../helpers/newsletter.ts';
import { pages } from '../helpers/site.ts';

/** The pages of a newsletter that declares fields. */
async function declaring() {
  const folder = await sampleNewsletter();
  await edit(
    folder,
    'hebdo.yaml',
    'template: weekly',
    `fields:
  city: { label: { fr: "Ville : <b>", en: City } }
  born: { label: { fr: Naissance, en: Birth }, type: date }
  visits: { label: { fr: Visites, en: Visits }, type: number }
  plan: { label: { fr: Formule, en: Plan }, values: { free: { fr: L'essai, en: Free }, paid: Pro } }
template: weekly`,
  );
  const { value: publication } = await loadPublication(folder);
  if (publication === undefined) throw new Error('the sample is broken');
  const site = await pages({ publication });
  const path = site.links.preferences_url;
  const page = async () => parseHTML(await (await site.get(path)).text()).document;
  const save = async (values: Record<string, string>) =>
    parseHTML(await (await site.post(path, { wish: 'save', ...values })).text()).document;
  return { ...site, path, page, save, fields: async () => (await site.zoe())?.fields };
}

const saved = { field_city: 'Aÿ', field_born: '2001-03-01', field_visits: '12.5', field_plan: 'free' };

describe('the preferences page', () => {
  it('has a labelled control for each declared field, and saves it', async () => {
    const { page, save, fields } = await declaring();
    const before = await page();
    const kinds = ['city', 'born', 'visits', 'plan'].map(key => {
      const control = before.getElementById(`field_${key}`);
      const label = before.querySelector(`label[for=field_${key}]`)?.textContent;
      return [label, control?.getAttribute('type') ?? control?.localName, control?.getAttribute('name')];
    });
    expect(kinds).toEqual([
      ['Ville\u00a0: <b>', 'text', 'field_city'],
      ['Naissance', 'date', 'field_born'],
      ['Visites', 'number', 'field_visits'],
      ['Formule', 'select', 'field_plan'],
    ]);
    const after = await save(saved);
    expect(after.querySelector('.note')?.textContent).toBe('Vos préférences ont été enregistrées.');
    expect(await fields()).toEqual({ city: 'Aÿ', born: '2001-03-01', visits: '12.5', plan: 'free' });
    expect(after.getElementById('field_visits')?.getAttribute('value')).toBe('12.5');
    expect(after.querySelector('option[selected][value=free]')?.textContent).toBe('L’essai');
  });

  it('deletes a value that is empty, and keeps what a form lacks', async () => {
    const { save, fields, store } = await declaring();
    await save(saved);
    await save({ field_city: ' ', name: 'Zoé' });
    expect(await fields()).toEqual({ born: '2001-03-01', visits: '12.5', plan: 'free' });
    await save({});
    const changes = (await store.subscribers.changes(1)).filter(({ kind }) => kind === 'fields');
    // Which fields were changed is recorded, not what they were.
    expect(changes.map(({ detail }) => detail)).toEqual(['city, born, visits, plan', 'city']);
  });

  it('names the fields whose value does not fit, and saves the others', async () => {
    const { save, fields } = await declaring();
    const page = await save({ ...saved, field_born: 'soon', field_plan: 'gold', field_x: 'y', field_constructor: 'z' });
    expect(page.querySelector('[role=alert]')?.textContent).toContain('ne convient pas\u00a0: Naissance et Formule.');
    expect(await fields()).toEqual({ city: 'Aÿ', visits: '12.5' });
  });

  it('changes nothing by a form of another site, or one without the action', async () => {
    const { post, path, fields } = await declaring();
    expect((await post(path, { wish: 'save', ...saved }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    await post(path, saved);
    await post(path.replace('/preferences/', '/language/'), { wish: 'save', ...saved });
    expect(await fields()).toBeUndefined();
  });

  it('escapes and bounds whatever is sent', async () => {
    const { save, fields } = await declaring();
    const nasty = fc.constantFrom(
      '<script>',
      '"',
      "'",
      '&amp;',
      '>',
      '\r\n',
      '\u202e',
      '{name}',
      '👩‍👩‍👧',
      'x'.repeat(1_000),
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(nasty, { maxLength: 10 }).map(parts => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async city => {
        await save({ field_city: 'before' });
        const page = await save({ field_city: city });
        const { value = 'before' } = city.trim() === '' ? { value: '' } : checkValue({ label: '', kind: 'text' }, city);
        expect((await fields())?.city ?? '').toBe(value);
        expect(page.getElementById('field_city')?.getAttribute('value')).toBe(value);
        expect(page.querySelectorAll('script')).toHaveLength(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a reader’s own data', () => {
  it('has the fields', async () => {
    const { save, store, get, accountLink, start } = {
      ...(await declaring()),
      start: new Date('2026-11-27T08:00:00Z'),
    };
    await save(saved);
    await store.confirmations.ask(
      { kind: 'account', address: 'zoe@example.com', language: 'fr', subscriber: 1, page: 'x' },
      86_400_000,
      { between: 0, perDay: 3 },
      start,
    );
    const data: unknown = await (await get(`${accountLink(1)}/data`)).json();
    expect(data).toMatchObject({ subscriber: { fields: { city: 'Aÿ', visits: '12.5' } } });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { templateScope } from '../../src/email/scope.ts';
import { jsonSchemas } from '../../src/issue/json-schemas.ts';
import { edition, root, sampleNewsletter } from '../helpers/newsletter.ts';

const read = (page: string): string => readFileSync(join(root, 'docs', page), 'utf8');

/** The names of all properties in a value, at any depth; of a list, those of its items. */
function keysIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(keysIn);
  return Object.entries(value).flatMap(([key, one]) => [key, ...keysIn(one)]);
}

/** The names of the properties that a JSON Schema allows. */
function allowedIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === 'properties' && typeof value === 'object' && value !== null ? Object.keys(value) : []),
    ...allowedIn(value),
  ]);
}

describe('docs/files.md', () => {
  it('names every key of hebdo.yaml and of an issue', () => {
    const page = read('files.md');
    const keys = new Set(Object.values(jsonSchemas()).flatMap(allowedIn));
    expect(keys.size).toBeGreaterThan(40);
    expect([...keys].filter(key => !new RegExp(`[\`{ ]${key}[\`:]`, 'm').test(page))).toEqual([]);
  });
});

/** Parts of Markdown and lines that only filters read. */
const filtered = new Set(['fields', 'blocks', 'links', 'bindings']);

describe('docs/templates.md', () => {
  it('names every value that a template gets', async () => {
    const { edition: made } = await edition(await sampleNewsletter(), 'fr');
    const images = made.articles.map(() => ({ src: 'x.jpg', width: 1, height: 1, transparent: true, backing: true }));
    const theme = { accent: '', second: '', accent_dark: '', fonts: { title: '', text: '', label: '' } };
    const scope = templateScope(made, { theme, images, web: false });
    const names = new Set(keysIn(scope)).difference(filtered);
    const page = read('templates.md');
    const lacking = [...names].filter(name => !page.includes(`\`${name}\``) && !page.includes(`.${name}\``));
    expect(lacking).toEqual([]);
  });
});

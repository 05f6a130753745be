import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { outputSchema } from '../scripts/output-schema.ts';
import { jsonSchemas } from '../src/issue/json-schemas.ts';
import { root } from './helpers/newsletter.ts';

describe('the JSON Schemas in schemas/', () => {
  it('are fresh (else: npm run schemas)', async () => {
    for (const [name, schema] of Object.entries({ ...jsonSchemas(), 'output.schema.json': outputSchema() }))
      expect(JSON.parse(await readFile(join(root, 'schemas', name), 'utf8'))).toEqual(schema);
  });

  it('take the sample, and refuse what check refuses', async () => {
    const ajv = new Ajv2020({ strict: false });
    const schemas = jsonSchemas();
    const validate = (name: string) => ajv.compile(schemas[name] ?? {});
    const issue = parse(await readFile(join(root, 'issues/2026-W48.yaml'), 'utf8'));
    const publication = parse(await readFile(join(root, 'hebdo.yaml'), 'utf8'));
    expect(validate('issue.schema.json')(issue)).toBe(true);
    expect(validate('publication.schema.json')(publication)).toBe(true);
    expect(validate('issue.schema.json')({ ...issue, subjet: 'x' })).toBe(false);
    expect(validate('issue.schema.json')({ ...issue, status: 'redy' })).toBe(false);
    expect(validate('publication.schema.json')({ ...publication, images: 'maybe' })).toBe(false);
  });
});

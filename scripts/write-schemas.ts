// Writes the JSON Schemas: of the files an editor writes, for editors with the YAML language server, and of the outputs of commands, for
// programs. `npm run schemas`
import { writeFile } from 'node:fs/promises';
import { jsonSchemas } from '../src/issue/json-schemas.ts';
import { outputSchema } from './output-schema.ts';

for (const [name, schema] of Object.entries({ ...jsonSchemas(), 'output.schema.json': outputSchema() }))
  await writeFile(new URL(`../schemas/${name}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);

import { z } from 'zod';
import { outputs } from '../src/cli/output/outputs.ts';
import { outputVersion } from '../src/cli/output/version.ts';

/** The JSON Schema of what commands write with `--format json`: one of the outputs, by its name. */
export function outputSchema(): object {
  const { $schema } = z.toJSONSchema(z.object({}));
  const schemas = Object.entries(outputs).map(([output, schema]) => {
    const { $schema: _, ...written } = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
      override: ({ jsonSchema }) => delete jsonSchema.readOnly,
    });
    return {
      title: output,
      allOf: [
        {
          type: 'object',
          properties: { version: { const: outputVersion }, output: { const: output } },
          required: ['version', 'output'],
        },
        written,
      ],
    };
  });
  return { $schema, title: 'Output of hebdo commands with --format json', oneOf: schemas };
}

import { publicationSchema } from '../publication/schema.ts';
import { jsonSchemaOf } from '../source/validate.ts';
import { issueSchema } from './schema.ts';

/** The JSON Schemas in `schemas/`, by file name. The YAML language server uses them for completion and checks. */
export const jsonSchemas = (): Record<string, Record<string, unknown>> => ({
  'publication.schema.json': jsonSchemaOf(publicationSchema, 'hebdo.yaml: the publication'),
  'issue.schema.json': jsonSchemaOf(issueSchema, 'issues/<week>.yaml: an issue'),
});

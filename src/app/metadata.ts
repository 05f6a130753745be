import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Name, version and description from package.json, which is two folders up in a checkout and in the package alike. */
export const metadata = z
  .object({ name: z.string(), version: z.string(), description: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));

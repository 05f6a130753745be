import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What package.json says of this program; it lies two folders up in a checkout and in the package alike. */
export const metadata = z
  .object({ name: z.string(), version: z.string(), description: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));

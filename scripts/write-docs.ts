// Writes the pages that are made from the code. `npm run docs`
import { writeFile } from 'node:fs/promises';
import { generatedPages } from './docs/pages.ts';

for (const [path, page] of Object.entries(generatedPages))
  await writeFile(new URL(`../docs/${path}`, import.meta.url), await page());

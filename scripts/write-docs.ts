// Writes the pages that are made from the code. `npm run docs`
import { writeFile } from 'node:fs/promises';
import { rulesPage } from './rules-page.ts';

await writeFile(new URL('../docs/rules.md', import.meta.url), rulesPage());

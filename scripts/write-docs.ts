// Writes the pages that are made from the code. `npm run docs`
import { mkdir, writeFile } from 'node:fs/promises';
import { rulesPage } from './rules-page.ts';

const docs = new URL('../docs/', import.meta.url);
await mkdir(new URL('fr/', docs), { recursive: true });
await writeFile(new URL('rules.md', docs), rulesPage('en'));
await writeFile(new URL('fr/rules.md', docs), rulesPage('fr'));

// Makes a static site of the documentation in dist/site. `npm run site`
import { fileURLToPath } from 'node:url';
import { buildSite } from './docs/site/build-site.ts';

const out = fileURLToPath(new URL('../dist/site/', import.meta.url));
console.log(`${await buildSite(out)} pages in ${out}`);

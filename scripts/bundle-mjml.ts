// Writes vendor/mjml.js: MJML and all it needs in one file, which loads four times as fast as its 640 modules
// (docs/performance.md). npm runs this by itself after an install; without it hebdo works as well, only slower to start.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const out = fileURLToPath(new URL('../vendor/', import.meta.url));
await rm(out, { recursive: true, force: true });
// What MJML loads for options that hebdo never uses: to fetch pages, to beautify, to minify.
const unused = ['undici', 'js-beautify', 'htmlnano'];
const bundle = await rolldown({
  input: 'mjml',
  platform: 'node',
  logLevel: 'warn',
  onLog: () => undefined,
  plugins: [
    {
      name: 'leave-out-what-is-unused',
      resolveId: id => (unused.includes(id) ? `\0${id}` : null),
      load: id => (id.startsWith('\0') && unused.includes(id.slice(1)) ? 'export default undefined' : null),
    },
  ],
});
const { output } = await bundle.write({
  file: join(out, 'mjml.js'),
  format: 'esm',
  minify: true,
  codeSplitting: false,
});

/** The folder of each package whose code is in the bundle. */
const packages = new Set(
  output[0].moduleIds.flatMap(id => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/'))?.[0] ?? []),
);
const licences = await Promise.all(
  [...packages].sort().map(async folder => {
    const file = (await readdir(folder)).find(name => /^licen[cs]e/i.test(name));
    const { name, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
    return `${name} (${license})\n\n${text.trim()}\n`;
  }),
);
await writeFile(join(out, 'mjml-licences.txt'), licences.join(`\n${'-'.repeat(72)}\n\n`));

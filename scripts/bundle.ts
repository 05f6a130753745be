// Writes vendor/: the libraries that the package carries instead of depending on them (bundled-libraries.ts), each in one file, and their
// licences. npm runs this after an install: in a checkout, bin/hebdo.js loads them from there too, since one file loads faster than the 640
// modules of MJML (docs/performance.md).
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { interfaceLanguages } from '../src/wording/wording.ts';
import { bundledLibraries, vendorFile } from './bundled-libraries.ts';

const out = fileURLToPath(new URL('../vendor/', import.meta.url));

/** What is loaded for options that hebdo never uses: to fetch pages, to beautify, to minify, to parse HTML that is given as text. */
const unused = ['undici', 'js-beautify', 'htmlnano', '@mixmark-io/domino'];
const leaveOutUnused: Plugin = {
  name: 'leave-out-what-is-unused',
  resolveId: id => (unused.includes(id) ? `\0unused:${id}` : null),
  load: id => (id.startsWith('\0unused:') ? 'export default undefined' : null),
};

/** One module for each library, which exports the names that hebdo imports. */
const entries: Plugin = {
  name: 'entries',
  resolveId: id => (id.startsWith('entry:') ? `\0${id}` : null),
  load(id) {
    if (!id.startsWith('\0entry:')) return null;
    const specifier = id.slice('\0entry:'.length);
    return {
      code: `export { ${bundledLibraries[specifier]?.join(', ')} } from ${JSON.stringify(specifier)};`,
      moduleType: 'js',
    };
  },
};

/** zod without its messages in languages that hebdo does not speak. */
const zodLanguages: Plugin = {
  name: 'zod-languages',
  load: id =>
    /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/.test(id)
      ? interfaceLanguages.map(language => `export { default as ${language} } from './${language}.js';`).join('\n')
      : null,
};

/** The data of caniemail.com without what only its website shows. caniemail reads the file at run time, and could not in a bundle. */
let dataDate = '';
const caniemailData: Plugin = {
  name: 'caniemail-data',
  async load(id) {
    if (!/[\\/]caniemail[\\/]dist[\\/]json\.js$/.test(id)) return null;
    const data = JSON.parse(await readFile(new URL('../data/caniemail.json', pathToFileURL(id)), 'utf8'));
    const websiteOnly = new Set(['description', 'keywords', 'test_url', 'test_results_url']);
    const text = JSON.stringify(data, (key, value) => (websiteOnly.has(key) ? undefined : value));
    dataDate = data.last_update_date.slice(0, 10);
    return `export const caniEmailJson = JSON.parse(${JSON.stringify(text)});`;
  },
};

await rm(out, { recursive: true, force: true });
const bundle = await rolldown({
  input: Object.fromEntries(
    Object.keys(bundledLibraries).map(name => [vendorFile(name).slice(0, -3), `entry:${name}`]),
  ),
  platform: 'node',
  logLevel: 'warn',
  onLog: () => undefined,
  plugins: [entries, leaveOutUnused, zodLanguages, caniemailData],
});
const { output } = await bundle.write({ dir: out, format: 'esm', minify: true, chunkFileNames: 'shared-[hash].js' });
// `open` runs this script beside it where the system has none.
await copyFile(new URL('../node_modules/open/xdg-open', import.meta.url), join(out, 'xdg-open'));

// bin/hebdo.js reads this. What is imported as JSON stays JSON in a checkout.
const scripts = Object.keys(bundledLibraries).filter(name => !name.endsWith('.json'));
await writeFile(
  join(out, 'libraries.json'),
  `${JSON.stringify(Object.fromEntries(scripts.map(name => [name, vendorFile(name)])), null, 2)}\n`,
);

const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk');

/** The folder of each package whose code is in the bundles. */
const packages = new Set(
  chunks.flatMap(({ moduleIds }) =>
    moduleIds.flatMap(id => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/'))?.[0] ?? []),
  ),
);
const notices = await Promise.all(
  [...packages].map(async folder => {
    const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const files = (await readdir(folder)).filter(file => /^(?:licen[cs]e|notice|copying)/i.test(file));
    const texts = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')));
    return [`${name} ${version} (${license})`, ...texts.map(text => text.trim())].join('\n\n');
  }),
);
notices.push(`The data of caniemail.com, as of ${dataDate} (MIT)\n\nMIT License\n\nCopyright (c) 2019 HTeuMeuLeu`);
await writeFile(
  join(out, 'THIRD-PARTY-LICENSES.txt'),
  `The files in this folder hold code of these packages.\n\n${notices.sort().join(`\n\n${'-'.repeat(72)}\n\n`)}\n`,
);

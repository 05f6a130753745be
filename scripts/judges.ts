// Runs the judges of mail that are installed over the messages of all fixtures, and prints a table. `npm run judges`
// `npm run judges -- weekly` takes only the fixtures whose names hold that word. CONTRIBUTING.md says how to install the judges.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dkimSigner } from '../src/message/dkim.ts';
import { dkimVerifiers, signingKeys } from './judges/dkim-verifiers.ts';
import { makeFixtures } from './judges/fixtures.ts';
import { nuHtmlChecker } from './judges/nu-html-checker.ts';
import { rspamd, spamAssassin, startRspamd } from './judges/spam-filters.ts';

const word = process.argv[2] ?? '';
const folder = await mkdtemp(join(tmpdir(), 'hebdo-judges-'));
const judges = [spamAssassin, rspamd, ...dkimVerifiers(folder), nuHtmlChecker];
const present = judges.filter(judge => judge.isThere());
const stop = present.includes(rspamd) ? await startRspamd() : () => undefined;
const found = new Map<string, string[]>();
let isGood = true;
try {
  const fixtures = (await makeFixtures(folder, dkimSigner(signingKeys))).filter(({ name }) => name.includes(word));
  const width = Math.max(...fixtures.map(({ name }) => name.length));
  console.log(`${''.padEnd(width)}  ${present.map(({ name }) => name.padEnd(13)).join('')}`);
  for (const fixture of fixtures) {
    const cells = present.map(({ name, judge }) => {
      const verdict = judge(fixture);
      isGood &&= verdict.isGood;
      for (const one of verdict.found)
        found.set(`${name}: ${one}`, [...(found.get(`${name}: ${one}`) ?? []), fixture.name]);
      return `${verdict.isGood ? ' ' : '!'}${verdict.said}`.padEnd(13);
    });
    console.log(`${fixture.name.padEnd(width)} ${cells.join('')}`.trimEnd());
  }
} finally {
  stop();
  await rm(folder, { recursive: true });
}
console.log('');
for (const { name, wanted, install } of judges)
  console.log(`${name}: ${present.some(one => one.name === name) ? wanted : `not installed (${install})`}`);
if (found.size > 0) console.log('\nFound');
for (const [what, names] of found) console.log(`${what}\n    ${names.join(', ')}`);
process.exitCode = isGood ? 0 : 1;

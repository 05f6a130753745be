import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { speak } from '../../src/wording/wording.ts';
import { type Block, blocksOf, pages, wordsOf } from '../helpers/docs.ts';
import { secret } from '../helpers/hebdo.ts';
import { hebdoInProcess, type Printed } from '../helpers/in-process.ts';
import { edit, emptyFolder, issueYaml, sampleNewsletter } from '../helpers/newsletter.ts';
import { smtpSink } from '../helpers/smtp.ts';

/** What `hebdo init` makes, which each page gets a copy of. */
let fresh = '';
beforeAll(async () => {
  // The dates of the pages are to come, whenever the tests run.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-26T10:00:00Z'), shouldAdvanceTime: true });
  speak('en');
  fresh = await mkdtemp(join(tmpdir(), 'hebdo-test-'));
  const names = ['--languages', 'fr,en', '--name', 'Ma lettre', 'My letter'];
  const others = ['--postal-address', '3 rue du Lac, Annecy', '--automation', 'none', '--yes'];
  await hebdoInProcess(fresh, ['init', '.', ...names, ...others], {});
});
afterAll(async () => {
  vi.useRealTimers();
  await rm(fresh, { recursive: true });
});

type Last = Pick<Printed, 'code' | 'text'>;
type Run = { folder: string; env: Record<string, string>; last: Last };

/** Where a page is run: its first comment says so. */
const places: Record<string, () => Promise<string>> = {
  'the sample newsletter': sampleNewsletter,
  'an empty folder': emptyFolder,
  'a new newsletter': async () => {
    const folder = await emptyFolder();
    await cp(fresh, folder, { recursive: true });
    return folder;
  },
  'a newsletter with a ready issue': async () => {
    const folder = await emptyFolder();
    await cp(fresh, folder, { recursive: true });
    const issue = issueYaml('2026-W50', 'send_at: 2026-12-11 08:00').replaceAll('example.com', 'news.example.com');
    await writeFile(join(folder, 'issues/2026-W50.yaml'), issue);
    return folder;
  },
};
const placeOf = (text: string): string | undefined => /^<!-- run in (.*) -->$/m.exec(text)?.[1];

/** What a command printed, without spaces at the ends of lines. Readers have hebdo installed. */
const printed = ({ text }: Last): string =>
  text
    .replaceAll(sep, '/')
    .replace(/`node \S{0,400}\/bin\/hebdo\.js /g, '`npx hebdo ')
    .replace(/ +$/gm, '')
    .trimEnd();

/** A pattern for an output in which `…` stands for any text. */
const like = (text: string): RegExp => new RegExp(`^${text.split('…').map(RegExp.escape).join('[^]*?')}$`);

async function runLine(run: Run, line: string): Promise<void> {
  if (!/^(?:npx )?hebdo /.test(line)) {
    const text = execFileSync('sh', ['-c', line], { cwd: run.folder, encoding: 'utf8' });
    run.last = { code: 0, text };
    return;
  }
  const [first, ...words] = wordsOf(line);
  run.last = await hebdoInProcess(run.folder, first === 'npx' ? words.slice(1) : words, run.env);
}

async function write(run: Run, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(run.folder, path)), { recursive: true });
  await writeFile(join(run.folder, path), `${text}\n`);
}

/** Does what a block says. @returns whether an output was compared */
async function follow(run: Run, { words, text, line }: Block): Promise<boolean> {
  const [kind, ...rest] = words;
  const change = (said: string): Promise<void> => {
    const [, file = '', from = '', to = ''] = /^(\S+): (.*?) -> (.*)$/s.exec(said) ?? [];
    return edit(run.folder, file, from, to);
  };
  if (kind === '<!--') {
    const [verb, ...what] = rest;
    if (verb === 'edit') await change([what.join(' '), text].filter(Boolean).join('\n'));
    if (verb === 'write') await write(run, what.join(' '), text);
    if (verb === 'run' && what[0] !== 'in') await runLine(run, what.join(' '));
    if (verb === 'set') run.env[what[0] ?? ''] = what.slice(1).join(' ');
    return false;
  }
  if (rest.includes('no-run')) return false;
  const [file] = rest.filter(word => word.startsWith('file=')).map(word => word.slice(5));
  if (file !== undefined) await write(run, file, text);
  if (kind === 'edit') await change(text);
  // The first line says which file the block is; readers paste it with the rest.
  const [, path] = (kind === 'yaml' && /^# (\S+\.yaml)\n/.exec(text)) || [];
  if (path !== undefined) await write(run, path, text);
  if (kind === 'sh')
    for (const one of text.split('\n').filter(one => !/^(?:#|$)/.test(one))) {
      await runLine(run, one);
      const code = Number(rest.find(word => word.startsWith('exit='))?.slice(5) ?? 0);
      expect(run.last.code, `line ${line}: ${one}\n${run.last.text}`).toBe(code);
    }
  if (kind !== 'console') return false;
  // An output alone is that of the command before; else each command stands above its own.
  for (const part of text.split(/^(?=\$ )/m)) {
    const [, command, output = ''] = /^\$ (.*)\n?([\s\S]*)$/.exec(part) ?? [undefined, undefined, part];
    if (command !== undefined) await runLine(run, command);
    expect(printed(run.last), `line ${line}`).toMatch(like(output.trimEnd()));
  }
  return true;
}

const runPages = pages.filter(({ text }) => placeOf(text) !== undefined);
afterAll(() => speak('en'));

describe('the pages', () => {
  it('are run by the tests, many of them', () => expect(runPages.length).toBeGreaterThan(1));
});

describe.each(runPages)('$path', ({ path, text }) => {
  it('works as it is written', async () => {
    speak(path.startsWith('docs/fr/') ? 'fr' : 'en');
    const made = await places[placeOf(text) ?? '']?.();
    if (made === undefined) throw new Error(`no such place: ${placeOf(text)}`);
    // As commands see it: on macOS the temporary folder is a link.
    const folder = await realpath(made);
    const env = { HEBDO_SMTP_URL: (await smtpSink()).url, HEBDO_SECRET: secret };
    const run: Run = { folder, env, last: { code: 0, text: '' } };
    const blocks = blocksOf(text);
    let compared = 0;
    for (const block of blocks) if (await follow(run, block)) compared++;
    const outputs = blocks.filter(({ words }) => words[0] === 'console' && !words.includes('no-run'));
    expect(compared).toBe(outputs.length);
  });
});

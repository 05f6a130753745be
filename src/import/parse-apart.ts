import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { spokenLanguage, t } from '../wording/wording.ts';
import { type Draft, ImportProblem } from './draft.ts';
import type { FeedItems } from './feed/feed.ts';
import type { Newsletter } from './newsletter/newsletter.ts';

/** What can be parsed: a web page, a feed, text that was copied from a page, the bytes or HTML of a newsletter; and what each gives. */
export type Parsers = {
  page(html: string, url?: string): Draft;
  feed(source: string, address?: string): FeedItems;
  text(text: string, categories: readonly string[], url?: string): Draft;
  newsletter(source: Uint8Array | string, address?: string): Promise<Newsletter>;
};

/** What the child process answers. */
export type Answer<Kind extends keyof Parsers> =
  | { value: Awaited<ReturnType<Parsers[Kind]>> }
  | { problem: { message: string; hint: string } };

/** A parser's name and arguments, as the child process gets them. */
type Request<Kind extends keyof Parsers = keyof Parsers> = { kind: Kind; args: Parameters<Parsers[Kind]> };

/** Time and memory that a page may take. An ordinary page takes less than a second and 100 MB. */
const maxParseMs = 30_000;
const maxParseMegabytes = 512;

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const script = fileURLToPath(new URL(`./parse-child.${extension}`, import.meta.url));

/**
 * Parses a foreign text in a process of its own, with limits of time and memory and without the environment's secrets:
 * HTML of a few kilobytes can keep a parser busy for minutes.
 * @param limits for tests
 * @throws ImportProblem if the text has no article, or exceeds a limit
 * @example const draft = await parseApart('page', ['<!doctype html>…', 'https://example.com/article']);
 */
export function parseApart<Kind extends keyof Parsers>(
  kind: Kind,
  args: Parameters<Parsers[Kind]>,
  { timeoutMs = maxParseMs } = {},
): Promise<Awaited<ReturnType<Parsers[Kind]>>> {
  const answers = z.custom<Answer<Kind>>(
    answer => typeof answer === 'object' && answer !== null && ('value' in answer || 'problem' in answer),
  );
  return new Promise((resolve, reject) => {
    const child = fork(script, [], {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${maxParseMegabytes}`],
      env: { HEBDO_INTERFACE_LANGUAGE: spokenLanguage(), NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    child.on('message', message => {
      const answer = answers.parse(message);
      if ('value' in answer) resolve(answer.value);
      else reject(new ImportProblem(answer.problem.message, answer.problem.hint));
    });
    child.on('error', reject);
    // `close` comes when the channel is read to its end; `exit` may come before the answer.
    child.on('close', (_code, signal) => {
      const limit =
        signal === 'SIGKILL'
          ? t('it takes longer than %{seconds} s', { seconds: timeoutMs / 1_000 })
          : t('it needs more than %{limit} MB of memory, or breaks the parser', { limit: maxParseMegabytes });
      reject(
        new ImportProblem(
          t('This text cannot be read: %{limit}.', { limit }),
          t('Copy the article into a .txt file and import that.'),
        ),
      );
    });
    const request: Request<Kind> = { kind, args };
    child.send(request);
  });
}

// A process that parses one foreign text, sends the result to its parent, and ends: see parse-apart.ts.
import '../wording/speak-as-parent.ts';
import { z } from 'zod';
import { ImportProblem } from './draft.ts';
import { draftFromPage } from './draft-from-page.ts';
import { draftFromText } from './draft-from-text.ts';
import { itemsOf } from './feed/feed.ts';
import { readNewsletter } from './newsletter/newsletter.ts';
import type { Answer, Parsers } from './parse-apart.ts';

const parsers: Parsers = { page: draftFromPage, feed: itemsOf, text: draftFromText, newsletter: readNewsletter };
const url = z.string().optional();
const request = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('page'), args: z.tuple([z.string(), url]) }),
  z.object({ kind: z.literal('feed'), args: z.tuple([z.string(), url]) }),
  z.object({ kind: z.literal('text'), args: z.tuple([z.string(), z.array(z.string()), url]) }),
  z.object({ kind: z.literal('newsletter'), args: z.tuple([z.union([z.string(), z.instanceof(Uint8Array)]), url]) }),
]);

/** Runs the parser that a request names. */
async function parse(message: unknown): Promise<Answer<keyof Parsers>> {
  const asked = request.parse(message);
  try {
    if (asked.kind === 'page') return { value: parsers.page(...asked.args) };
    if (asked.kind === 'feed') return { value: parsers.feed(...asked.args) };
    if (asked.kind === 'newsletter') return { value: await parsers.newsletter(...asked.args) };
    return { value: parsers.text(...asked.args) };
  } catch (cause) {
    if (cause instanceof ImportProblem) return { problem: { message: cause.message, hint: cause.hint } };
    throw cause;
  }
}

// Ctrl-C at a terminal reaches this process too; its parent ends it.
process.once('message', async message => process.send?.(await parse(message), () => process.disconnect()));

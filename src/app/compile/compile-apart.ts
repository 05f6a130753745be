import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ConfirmationEmail } from '../../email/confirmation-email.ts';
import type { Email, WebVersion } from '../../email/email.ts';
import type { Issue } from '../../issue/schema.ts';
import type { Publication } from '../../publication/schema.ts';
import type { Checked } from '../../source/problem.ts';
import { spokenLanguage } from '../../wording/wording.ts';

/** All that sending needs of an issue. Its emails stand in the order of the languages, the default one first. */
export type Sendable = { publication: Publication; issue: Issue; contentHash: string; emails: Email[] };

/** What can be compiled apart, by name, and what comes of it. */
export type Compiled = { issue: Sendable; letters: ConfirmationEmail[]; web: (WebVersion & { language: string })[] };

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const script = fileURLToPath(new URL(`./compile-child.${extension}`, import.meta.url));

/**
 * Compiles in a process of its own, which gives back what MJML and the images took before the first message is sent: a run
 * then needs a third of the memory, for as long as it lasts.
 * @param folder the newsletter's folder
 * @param named the issue, as a user types it: `2026-W48`, `issues/2026-W48.yaml`
 */
export function compileApart<What extends keyof Compiled>(
  what: What,
  folder: string,
  named = '',
): Promise<Checked<Compiled[What]>> {
  const answer = z.custom<Checked<Compiled[What]>>(
    value => typeof value === 'object' && value !== null && 'problems' in value,
  );
  return new Promise((resolve, reject) => {
    const child = fork(script, [what, folder, named], {
      serialization: 'advanced',
      env: { ...process.env, HEBDO_INTERFACE_LANGUAGE: spokenLanguage() },
    });
    child.on('message', message => resolve(answer.parse(message)));
    child.on('error', reject);
    // `close` comes when the channel is read to its end; `exit` may come before the answer.
    child.on('close', (code, signal) => reject(new Error(`compiling ended with ${signal ?? code} before it was done`)));
  });
}

/** The languages an issue has emails in, the default one first. */
export const languagesOf = ({ emails }: Sendable): string[] => emails.map(({ language }) => language);

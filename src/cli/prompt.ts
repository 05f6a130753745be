import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from './terminal/terminal.ts';

/** Asks a yes-or-no question; the default is no. @returns undefined when there is no terminal to ask on */
export async function ask(terminal: Terminal, message: string): Promise<boolean | undefined> {
  if (!terminal.interactive || process.stdin.isTTY !== true) return undefined;
  const { confirm } = await import('@clack/prompts');
  // Piped keys typed before the question must not answer it.
  await sleep(50);
  return (await confirm({ message, initialValue: false })) === true;
}

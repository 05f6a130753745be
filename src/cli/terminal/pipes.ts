import { once } from 'node:events';

/**
 * Lets a reader close our output early, as `head` does: nothing more is written, and the command ends as it would have. Work that is
 * under way, like sending, is not cut off.
 */
export function allowClosedPipes({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>): void {
  for (const stream of [stdout, stderr])
    stream.on('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EPIPE') throw cause;
    });
}

/** Writes lines to standard output as fast as they are read, until its reader closes it. */
export async function printLines(
  lines: AsyncIterable<string>,
  { stdout }: Pick<NodeJS.Process, 'stdout'>,
): Promise<void> {
  for await (const line of lines) {
    if (stdout.destroyed || !stdout.writable) return;
    if (stdout.write(line)) continue;
    await Promise.race([once(stdout, 'drain'), once(stdout, 'close')]).catch(() => undefined);
  }
}

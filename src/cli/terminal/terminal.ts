import { isAbsolute, relative } from 'node:path';
import type { WriteStream } from 'node:tty';

/** Where words for a person go: standard error where standard output carries JSON, else standard output. */
export type Terminal = {
  stream: NodeJS.WriteStream;
  /** Whether progress bars and questions make sense: output is a terminal, and this is not CI. */
  interactive: boolean;
  columns: number;
  /** A line of text. */
  say(line?: string): void;
};

export function makeTerminal(stream: NodeJS.WriteStream | WriteStream, env: NodeJS.ProcessEnv): Terminal {
  const tty = stream.isTTY === true;
  return {
    stream,
    interactive: tty && env.CI === undefined && env.TERM !== 'dumb',
    // A terminal that does not know its width says 0.
    columns: tty && stream.columns > 0 ? stream.columns : 100,
    say: (line = '') => {
      stream.write(`${line}\n`);
    },
  };
}

/**
 * An absolute path as messages show it: from the folder of this process if it lies in it. Any other text is shown whole.
 * @example shownPath('/home/me/news/copy.db') // 'copy.db' where it was typed in /home/me/news
 */
export function shownPath(path: string): string {
  if (!isAbsolute(path)) return path;
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}

import { expect } from 'vitest';
import { start } from './hebdo.ts';

/** A running `hebdo preview`. */
export type RunningPreview = { url: string; end(): Promise<void> };

/** Starts `hebdo preview` in a folder, with more arguments. @returns its address, and a function that ends it with Ctrl-C */
export async function startPreview(
  folder: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<RunningPreview> {
  const { child, ended } = start(folder, ['preview', '--port', '4700', ...args], env);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', chunk => {
      const found = /http:\/\/localhost:\d+/.exec(String(chunk))?.[0];
      if (found !== undefined) resolve(found);
    });
    ended.then(({ err }) => reject(new Error(err)));
  });
  return {
    url,
    async end() {
      child.kill('SIGINT');
      expect((await ended).code).toBe(0);
    },
  };
}

import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type Problem, problemIn } from '../../source/problem.ts';
import { readStoreUrl } from '../../store/url.ts';

/** The environment's variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment, and under it what `.env` in the newsletter's folder says: what is set outside wins.
 * @param folder the newsletter's folder
 */
export async function readEnvironment(folder: string, outside: Environment): Promise<Environment> {
  const text = await readFile(join(folder, '.env'), 'utf8').catch(() => '');
  return { ...parseEnv(text), ...outside };
}

/** Where the store is, `sqlite:` paths being relative to the newsletter's folder. */
export function databaseUrl(folder: string, env: Environment): string {
  const url = env.HEBDO_DATABASE_URL || 'sqlite:.hebdo/hebdo.db';
  const named = readStoreUrl(url);
  return named?.kind === 'sqlite' && named.path !== ':memory:' ? `sqlite:${resolve(folder, named.path)}` : url;
}

/** A problem with a variable of the environment. */
export const variable = (name: string, message: string, hint: string): Problem =>
  problemIn(name, { rule: 'environment', severity: 'error', message, hint });

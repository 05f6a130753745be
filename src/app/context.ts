import type { Durability } from '../store/database/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { AppEvent } from './events.ts';
import { databaseUrl, type Environment } from './settings/environment.ts';

/** What the work needs of the program around it: no terminal, no HTTP. */
export type AppContext = {
  /** The newsletter's folder. */
  folder: string;
  env: Environment;
  /** The clock of the store once it is open, so that all machines agree; this machine's until then. */
  now(): Date;
  /** Opens the store that the environment names. @throws WorldError if it cannot be reached */
  openStore(durability?: Durability): Promise<Store>;
  /** Receives what happens while the work goes on. It is awaited. */
  tell(event: AppEvent): void | Promise<void>;
};

/**
 * A context over a newsletter's folder.
 * @param env variables of the environment; see `readEnvironment`
 * @param tell receives events; without it they are dropped
 */
export function makeAppContext(
  folder: string,
  env: Environment,
  tell: AppContext['tell'] = () => undefined,
): AppContext {
  let clock = (): Date => new Date();
  return {
    folder,
    env,
    tell,
    now: () => clock(),
    async openStore(durability) {
      // Loaded only when it is opened: most commands of an editor need no database.
      const store = await (await import('../store/store.ts')).openStore(databaseUrl(folder, env), durability);
      clock = store.now;
      return store;
    },
  };
}

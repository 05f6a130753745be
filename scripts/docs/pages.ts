import { commandsPage } from './commands-page.ts';
import { messagesPage } from './messages-page.ts';
import { routesPage } from './routes-page.ts';
import { rulesPage } from './rules-page.ts';
import { tablesPage } from './tables-page.ts';

/** Makes the pages that are written from the code, by their path in `docs/`. */
export const generatedPages: Record<string, () => string | Promise<string>> = {
  'rules.md': () => rulesPage('en'),
  'fr/rules.md': () => rulesPage('fr'),
  'commands.md': commandsPage,
  'messages.md': messagesPage,
  'routes.md': routesPage,
  'tables.md': tablesPage,
};

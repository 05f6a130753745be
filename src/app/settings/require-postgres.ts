import { problemIn } from '../../source/problem.ts';
import { readStoreUrl } from '../../store/url.ts';
import { t } from '../../wording/wording.ts';
import type { AppContext } from '../context.ts';
import { databaseUrl } from './environment.ts';

/** Whether the store is one that many machines can share. */
export const isPostgres = ({ folder, env }: Pick<AppContext, 'env' | 'folder'>): boolean =>
  readStoreUrl(databaseUrl(folder, env))?.kind === 'postgres';

export const manyNeedPostgres = problemIn('HEBDO_DATABASE_URL', {
  rule: 'environment',
  severity: 'error',
  message: t('Many machines can work on one issue only over a PostgreSQL.'),
  hint: t('Set it to postgres://…; `hebdo store copy` carries everything there. With SQLite: hebdo send ISSUE.'),
});

import { join } from 'node:path';
import type { Publication } from '../../publication/schema.ts';
import { WorldError } from '../../source/world-error.ts';
import type { Markers } from '../../store/ledger/markers.ts';
import { t } from '../../wording/wording.ts';
import type { AppContext } from '../context.ts';
import { databaseUrl } from '../settings/environment.ts';
import { markerFiles } from './marker-file.ts';

/**
 * Files beside the newsletter; or, where those go with the machine, the database that `HEBDO_MARKER_URL` names.
 * @throws WorldError if it cannot be used, or is the database of the ledger
 */
export async function openMarkerPlace({ folder, env }: AppContext, { list_id }: Publication): Promise<Markers> {
  const url = env.HEBDO_MARKER_URL;
  if (!url) return markerFiles(join(folder, '.hebdo/runs'));
  const place = databaseUrl(folder, { HEBDO_DATABASE_URL: url });
  if (place === databaseUrl(folder, env))
    throw new WorldError(
      t('HEBDO_MARKER_URL must name another database than HEBDO_DATABASE_URL: both would be put back together'),
    );
  const { openMarkers } = await import('../../store/ledger/markers.ts');
  return openMarkers(place, list_id);
}

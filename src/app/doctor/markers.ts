import type { Publication } from '../../publication/schema.ts';
import type { Store } from '../../store/store.ts';
import { t } from '../../wording/wording.ts';
import type { AppContext } from '../context.ts';
import { examineMarkers } from '../marker/run-marker.ts';
import { bad, type Finding, subject, warning, whyOf } from './finding.ts';

/** Of so many markers at most the weeks are told. */
const maxTold = 5;

/** Whether the ledger lacks what was sent, by the markers of all runs. */
export async function markerFindings(context: AppContext, publication: Publication, store: Store): Promise<Finding[]> {
  const about = subject('markers', t('markers of runs'));
  try {
    const { name, problems, unread } = await examineMarkers(context, { store, publication });
    const weeks = [...unread.slice(0, maxTold), ...(unread.length > maxTold ? ['…'] : [])].join(', ');
    return [
      ...problems.map(({ message, hint }) => bad(about, message, hint)),
      ...(unread.length === 0
        ? []
        : [
            warning(
              about,
              t('those of %{weeks} (in %{name}) cannot be read, or are not signed with HEBDO_SECRET', { weeks, name }),
              t('Put the secret that was used then into HEBDO_SECRET_PREVIOUS; remove those of another newsletter.'),
            ),
          ]),
    ];
  } catch (cause) {
    return [bad(about, whyOf(cause), t('Check HEBDO_MARKER_URL, and the folder .hebdo/runs.'))];
  }
}

import { sendTime } from '../../../publication/send-time.ts';
import { said, t } from '../../../wording/wording.ts';
import type { Rule } from '../rule.ts';

/** Reports a `send_at` that does not exist in the publication's time zone. */
export const sendAt: Rule = {
  id: 'send-at',
  severity: 'error',
  doc: {
    finds: 'a `send_at` that does not exist in the time zone of the publication',
    why: 'The issue could not be sent at that time.',
    wrong: 'send_at: 2026-03-29 02:30   # summer time skips this hour in Paris',
    right: 'send_at: 2026-03-29 08:00',
  },
  find({ issue, publication }) {
    if (issue.send_at === undefined || sendTime(issue, publication.time_zone) !== undefined) return [];
    return [
      {
        path: ['send_at'],
        ...said('`%{sendAt}` is not a time that exists in %{zone}.', {
          sendAt: issue.send_at,
          zone: publication.time_zone,
        }),
        hint: t('Write it like 2026-11-27 08:00, or 2026-11-27 08:00 local (summer time skips an hour in spring).'),
      },
    ];
  },
};

import type { Migration } from 'kysely/migration';
import { beginning } from './2026-11-beginning.ts';
import { pacing } from './2026-11-pacing.ts';
import { declaredFields, timeZones } from './2026-11-subscriber-columns.ts';
import { wishes } from './2026-11-wishes.ts';
import { readers } from './2026-11b-readers.ts';
import { numbers } from './2026-11c-numbers.ts';
import { room } from './2026-11d-room.ts';
import { chunks } from './2026-11e-chunks.ts';
import { limits } from './2026-11g-limits.ts';
import { imports } from './2026-11h-imports.ts';
import { marks } from './2026-11i-marks.ts';
import { sentArticles } from './2026-11j-sent-articles.ts';
import { fencing } from './2026-11m-fencing.ts';
import { formerAddresses, mailboxes } from './2026-11n-addresses.ts';

/** Every migration, in the order of names. There is no way back, and a released migration is never changed. */
export const migrations: Record<string, Migration> = {
  '2026-11-beginning': beginning,
  '2026-11-pacing': pacing,
  '2026-11-wishes': wishes,
  '2026-11b-readers': readers,
  '2026-11c-numbers': numbers,
  '2026-11d-room': room,
  '2026-11e-chunks': chunks,
  '2026-11f-time-zones': timeZones,
  '2026-11g-limits': limits,
  '2026-11h-imports': imports,
  '2026-11i-marks': marks,
  '2026-11j-sent-articles': sentArticles,
  '2026-11m-fencing': fencing,
  '2026-11n-former-addresses': formerAddresses,
  '2026-11o-mailboxes': mailboxes,
  '2026-11p-fields': declaredFields,
};

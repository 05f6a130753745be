import type { Role } from '../columns.ts';
import type { Standing, StandingColumn } from '../standing.ts';

/** The export of one program. Headers are in plain words (words.ts). */
export type Program = {
  /** Its name as it is written. */
  title: string;
  /** Sets of columns: an export has all columns of one of them. */
  tells: readonly (readonly string[])[];
  /** The same, for files that the user says to be of this program. */
  tellsToo?: readonly (readonly string[])[];
  /** What its columns hold where that is not clear from their names; `undefined` for nothing of a subscriber. */
  columns?: Readonly<Record<string, Role | undefined>>;
  /** Statuses of its own, in plain words. */
  statuses?: Readonly<Record<string, Standing>>;
  /** What its export does not hold, said with every import. */
  lacks?: string;
};

/** A column that says whether a person may be mailed. */
export const standing = (as: StandingColumn): Role => ({ kind: 'standing', as, isSure: true });
/** A column of the date of consent. */
export const date: Role = { kind: 'date' };
/** A column of tags. */
export const tags: Role = { kind: 'tags' };

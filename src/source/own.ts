/**
 * The value of an object's own key; undefined for another, also for a name that every object inherits, such as `constructor`.
 * For names that come from outside.
 */
export const ownValue = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

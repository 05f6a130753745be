/** The result of one check, and its remedy. */
export type Finding = {
  /** What was checked. */
  about: string;
  state: 'ok' | 'warning' | 'error' | 'skipped';
  words: string;
  remedy?: string;
};

export const well = (about: string, words: string): Finding => ({ about, state: 'ok', words });
export const warning = (about: string, words: string, remedy: string): Finding => ({
  about,
  state: 'warning',
  words,
  remedy,
});
export const bad = (about: string, words: string, remedy: string): Finding => ({
  about,
  state: 'error',
  words,
  remedy,
});
export const skipped = (about: string, words: string): Finding => ({ about, state: 'skipped', words });

/** The words of a failure, or of its cause, which says more. */
export const whyOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error && cause.cause.message !== '' ? cause.cause.message : cause.message;
};

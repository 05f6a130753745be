/** What one look found: how it is, and what to do where it is not well. */
export type Finding = {
  /** What was looked at. */
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

/** The words of a failure; those of what caused it say more, where there is something. */
export const whyOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error && cause.cause.message !== '' ? cause.cause.message : cause.message;
};

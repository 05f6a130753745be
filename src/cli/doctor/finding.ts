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

export const whyOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

import { errorText } from '../../source/error-text.ts';

/** What was checked: an id for programs, and words for people. */
export type Subject = { check: string; about: string };

/** The result of one check, and its remedy. */
export type Finding = Subject & {
  state: 'ok' | 'warning' | 'error' | 'skipped';
  words: string;
  remedy?: string;
};

/** The subject of a check. @example subject('spf', t('SPF of %{domain}', { domain })) */
export const subject = (check: string, about: string = check): Subject => ({ check, about });

export const well = (about: Subject, words: string): Finding => ({ ...about, state: 'ok', words });
export const warning = (about: Subject, words: string, remedy: string): Finding => ({
  ...about,
  state: 'warning',
  words,
  remedy,
});
export const bad = (about: Subject, words: string, remedy: string): Finding => ({
  ...about,
  state: 'error',
  words,
  remedy,
});
export const skipped = (about: Subject, words: string): Finding => ({ ...about, state: 'skipped', words });

/** The words of a failure, or of its cause, which says more. */
export const whyOf = (cause: unknown): string => {
  const inner = cause instanceof Error ? cause.cause : undefined;
  return errorText(inner instanceof Error && inner.message !== '' ? inner : cause);
};

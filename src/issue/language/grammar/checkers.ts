import { grammalecte } from './grammalecte.ts';
import { harper } from './harper.ts';
import type { GrammarChecker } from './mistake.ts';

const checkers: Readonly<Record<string, GrammarChecker>> = { fr: grammalecte, en: harper };

/** The program that checks the grammar of a language. @param language a BCP 47 tag */
export const grammarCheckerOf = (language: string): GrammarChecker | undefined =>
  checkers[language.split('-')[0]?.toLowerCase() ?? ''];

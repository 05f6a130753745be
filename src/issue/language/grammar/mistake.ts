/** A mistake of grammar in a plain text. */
export type Mistake = {
  /** In UTF-16 units, as in JavaScript. */
  offset: number;
  length: number;
  /** What is wrong, in the language of the text. */
  message: string;
  /** What may stand there instead. */
  suggestions: string[];
  /** The checker's name of the rule. */
  rule: string;
};

/**
 * A program that checks the grammar of one language.
 * `check` gives the mistakes that the program is sure of, or undefined if it is not installed or does not answer.
 */
export type GrammarChecker = {
  program: string;
  /** The command that installs it. */
  install: string;
  check(text: string, folder: string): Promise<Mistake[] | undefined>;
};

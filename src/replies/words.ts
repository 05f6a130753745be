import type { Meaning, Phrases } from './meanings.ts';
import { normalized } from './normalized.ts';
import { compiled } from './phrase.ts';
import { chinese } from './phrases/chinese.ts';
import { dutch } from './phrases/dutch.ts';
import { englishMails } from './phrases/english/mails.ts';
import { englishReplies } from './phrases/english/replies.ts';
import { french } from './phrases/french.ts';
import { german } from './phrases/german.ts';
import { italian } from './phrases/italian.ts';
import { japanese } from './phrases/japanese.ts';
import { korean } from './phrases/korean.ts';
import { mailPrograms } from './phrases/mail-programs.ts';
import { portuguese } from './phrases/portuguese.ts';
import { russian } from './phrases/russian.ts';
import { danish, swedish } from './phrases/scandinavian.ts';
import { czech, polish, ukrainian } from './phrases/slavic.ts';
import { spanish } from './phrases/spanish.ts';
import { turkish } from './phrases/turkish.ts';

/** All phrases by language; `mailPrograms` are those of no language. */
export const phraseBook = {
  english: { ...englishReplies, ...englishMails },
  french,
  german,
  spanish,
  italian,
  dutch,
  portuguese,
  russian,
  ukrainian,
  polish,
  czech,
  swedish,
  danish,
  turkish,
  japanese,
  chinese,
  korean,
  mailPrograms,
};

/** Only the beginning of a text is searched: a server's words are there. */
export const maxTextCharacters = 4_000;

const patterns = new Map<Meaning, RegExp>();

function patternOf(meaning: Meaning): RegExp {
  const pattern =
    patterns.get(meaning) ?? compiled(Object.values<Phrases>(phraseBook).flatMap(phrases => phrases[meaning] ?? []));
  patterns.set(meaning, pattern);
  return pattern;
}

/** The meaning of a text, in any of the languages. */
export type Words = {
  /** Whether any of its lines has this meaning. */
  say(meaning: Meaning): boolean;
  /** The same for its lines that do not mean `other`. */
  sayWithout(meaning: Meaning, other: Meaning): boolean;
};

/**
 * Searches a text for phrases.
 * @param maxCharacters how much of its beginning is searched
 * @example wordsOf('550 Utilisateur inconnu').say('doesNotExist') // true
 */
export function wordsOf(text: string, maxCharacters = maxTextCharacters): Words {
  const searched = normalized(text.slice(0, maxCharacters)).trim();
  const say = (meaning: Meaning): boolean => patternOf(meaning).test(searched);
  return {
    say,
    sayWithout: (meaning, other) =>
      say(meaning) &&
      (!say(other) || searched.split('\n').some(line => patternOf(meaning).test(line) && !patternOf(other).test(line))),
  };
}

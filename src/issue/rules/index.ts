import { imageAi } from './images/image-ai.ts';
import { imageAlt } from './images/image-alt.ts';
import { imageFile } from './images/image-file.ts';
import { imageOnly } from './images/image-only.ts';
import { imageSize } from './images/image-size.ts';
import { ambiguousLink } from './links/ambiguous-link.ts';
import { bareLink } from './links/bare-link.ts';
import { brokenLink } from './links/broken-link.ts';
import { insecureLink } from './links/insecure-link.ts';
import { linkMismatch } from './links/link-mismatch.ts';
import { linkText } from './links/link-text.ts';
import { mailLink } from './links/mail-link.ts';
import { privateLink } from './links/private-link.ts';
import { shortLink } from './links/short-link.ts';
import { trackingLink } from './links/tracking-link.ts';
import { wrongLanguageLink } from './links/wrong-language-link.ts';
import type { Rule } from './rule.ts';
import { cutText } from './structure/cut-text.ts';
import { duplicateId } from './structure/duplicate-id.ts';
import { oldYear } from './structure/old-year.ts';
import { placeholder } from './structure/placeholder.ts';
import { repeatedArticle } from './structure/repeated-article.ts';
import { sendAt } from './structure/send-at.ts';
import { unknownCategory } from './structure/unknown-category.ts';
import { weekFile } from './structure/week-file.ts';
import { allCaps } from './text/all-caps.ts';
import { decimalMark } from './text/decimal-mark.ts';
import { grammar } from './text/grammar.ts';
import { markdown } from './text/markdown.ts';
import { preheaderLength } from './text/preheader-length.ts';
import { readingTime } from './text/reading-time.ts';
import { samePreheader } from './text/same-preheader.ts';
import { spamPunctuation } from './text/spam-punctuation.ts';
import { spelling } from './text/spelling.ts';
import { subjectLength } from './text/subject-length.ts';
import { typography } from './text/typography.ts';
import { weekday } from './text/weekday.ts';
import { endPunctuation } from './translation/end-punctuation.ts';
import { falseFriend } from './translation/false-friend.ts';
import { missingPart } from './translation/missing-part.ts';
import { missingTranslation } from './translation/missing-translation.ts';
import { nameMismatch } from './translation/name-mismatch.ts';
import { numberMismatch } from './translation/number-mismatch.ts';
import { staleTranslation } from './translation/stale-translation.ts';
import { translationLength } from './translation/translation-length.ts';
import { twoTranslations } from './translation/two-translations.ts';
import { unknownLanguage } from './translation/unknown-language.ts';
import { untranslated } from './translation/untranslated.ts';
import { wrongLanguage } from './translation/wrong-language.ts';
import { brokenMarkdown } from './typing/broken-markdown.ts';
import { doubledWord } from './typing/doubled-word.ts';
import { frenchLetters } from './typing/french-letters.ts';
import { oddCharacter } from './typing/odd-character.ts';
import { unbalanced } from './typing/unbalanced.ts';
import { wrongApostrophe } from './typing/wrong-apostrophe.ts';

/** All rules of `check` that look at the issue file, in the order of docs/rules.md. */
export const rules: readonly Rule[] = [
  weekFile,
  sendAt,
  placeholder,
  cutText,
  duplicateId,
  repeatedArticle,
  oldYear,
  unknownLanguage,
  unknownCategory,
  missingTranslation,
  markdown,
  brokenMarkdown,
  imageFile,
  imageSize,
  imageAlt,
  imageOnly,
  imageAi,
  insecureLink,
  trackingLink,
  ambiguousLink,
  linkText,
  bareLink,
  mailLink,
  privateLink,
  shortLink,
  wrongLanguageLink,
  brokenLink,
  wrongLanguage,
  untranslated,
  missingPart,
  translationLength,
  numberMismatch,
  falseFriend,
  nameMismatch,
  twoTranslations,
  endPunctuation,
  decimalMark,
  weekday,
  linkMismatch,
  staleTranslation,
  subjectLength,
  preheaderLength,
  samePreheader,
  allCaps,
  spamPunctuation,
  readingTime,
  typography,
  oddCharacter,
  wrongApostrophe,
  doubledWord,
  unbalanced,
  frenchLetters,
  spelling,
  grammar,
];

import { allCaps } from './all-caps.ts';
import { ambiguousLink } from './ambiguous-link.ts';
import { brokenLink } from './broken-link.ts';
import { duplicateId } from './duplicate-id.ts';
import { falseFriend } from './false-friend.ts';
import { imageAlt } from './image-alt.ts';
import { imageFile } from './image-file.ts';
import { imageOnly } from './image-only.ts';
import { imageSize } from './image-size.ts';
import { insecureLink } from './insecure-link.ts';
import { linkMismatch } from './link-mismatch.ts';
import { linkText } from './link-text.ts';
import { markdown } from './markdown.ts';
import { missingTranslation } from './missing-translation.ts';
import { numberMismatch } from './number-mismatch.ts';
import { preheaderLength } from './preheader-length.ts';
import { readingTime } from './reading-time.ts';
import type { Rule } from './rule.ts';
import { samePreheader } from './same-preheader.ts';
import { sendAt } from './send-at.ts';
import { spamPunctuation } from './spam-punctuation.ts';
import { spelling } from './spelling.ts';
import { staleTranslation } from './stale-translation.ts';
import { subjectLength } from './subject-length.ts';
import { trackingLink } from './tracking-link.ts';
import { translationLength } from './translation-length.ts';
import { typography } from './typography.ts';
import { unknownCategory } from './unknown-category.ts';
import { unknownLanguage } from './unknown-language.ts';
import { weekFile } from './week-file.ts';
import { wrongLanguage } from './wrong-language.ts';

/** Every rule of `check` that looks at the issue file, in the order of docs/rules.md. */
export const rules: readonly Rule[] = [
  weekFile,
  sendAt,
  duplicateId,
  unknownLanguage,
  unknownCategory,
  missingTranslation,
  markdown,
  imageFile,
  imageSize,
  imageAlt,
  imageOnly,
  insecureLink,
  trackingLink,
  ambiguousLink,
  linkText,
  brokenLink,
  wrongLanguage,
  translationLength,
  numberMismatch,
  falseFriend,
  linkMismatch,
  staleTranslation,
  subjectLength,
  preheaderLength,
  samePreheader,
  allCaps,
  spamPunctuation,
  readingTime,
  typography,
  spelling,
];

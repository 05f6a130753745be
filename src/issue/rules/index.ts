import { duplicateId } from './duplicate-id.ts';
import { imageFile } from './image-file.ts';
import { markdown } from './markdown.ts';
import { missingTranslation } from './missing-translation.ts';
import type { Rule } from './rule.ts';
import { sendAt } from './send-at.ts';
import { unknownCategory } from './unknown-category.ts';
import { unknownLanguage } from './unknown-language.ts';
import { weekFile } from './week-file.ts';

/** Every rule of `check`, in the order they run. */
export const rules: readonly Rule[] = [
  weekFile,
  sendAt,
  duplicateId,
  unknownLanguage,
  unknownCategory,
  missingTranslation,
  markdown,
  imageFile,
];

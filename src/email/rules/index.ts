import { accessibility } from './accessibility.ts';
import { clientSupport } from './client-support.ts';
import { emailSize } from './email-size.ts';
import type { MailRule } from './rule.ts';

/** Every rule of `check` that looks at the compiled mail, in the order of docs/rules.md. */
export const mailRules: readonly MailRule[] = [emailSize, accessibility, clientSupport];

import { accessibility } from './accessibility.ts';
import { clientSupport } from './client-support.ts';
import { emailSize } from './email-size.ts';
import { logoColours } from './logo-colours.ts';
import type { MailRule } from './mail-rule.ts';
import { requiredParts } from './required-parts.ts';

/** All rules of `check` that look at the compiled emails, in the order of docs/rules.md. */
export const mailRules: readonly MailRule[] = [emailSize, requiredParts, accessibility, clientSupport, logoColours];

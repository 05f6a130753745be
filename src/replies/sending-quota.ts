import { type EnhancedCode, isOfRecipient } from './status-codes.ts';
import type { Words } from './words.ts';

/** Whether our quota of messages is used up. The quota of a day may also be a mailbox's: there the code decides. */
export const saysSendingQuota = (said: Words, status: EnhancedCode | undefined): boolean =>
  said.say('sendingQuota') || (said.say('dailyQuota') && !isOfRecipient(status));

import { wordsOf } from '../replies/words.ts';
import { addressesIn, addressIn } from './addresses.ts';
import type { Mail } from './mail.ts';
import { fieldIn, headOf, unfold } from './mime/header.ts';

/**
 * The recipient named by a bounce without a report: in its header; in its text, first where servers name it; else in the mail it
 * returns.
 * @param isOurs whether an address is one of the bounce itself, or of ours
 */
export function namedRecipient(
  { head, text, original }: Mail,
  isOurs: (address: string) => boolean,
): string | undefined {
  const failed = addressIn(fieldIn(head, 'x-failed-recipients'));
  if (failed !== undefined) return failed;
  const sent = originalRecipient(original);
  const senders = new Set(originalSenders(original));
  // Some begin with the header of the returned mail, whose recipient need not be the one that failed.
  const lines = text.split('\n').filter(line => !wordsOf(line, 60).say('addressField'));
  const isReader = (address: string): boolean =>
    !isOurs(address) && !senders.has(address.toLowerCase()) && !wordsOf(address).say('roleAddress');
  const placed = lines.flatMap(line => placedAddress(line) ?? []).filter(isReader);
  // Whom a text says to ask for help did not fail.
  const named = sentencesWithoutHelp(lines).flatMap(addressesIn).filter(isReader);
  const isSent = (address: string): boolean => address.toLowerCase() === sent?.toLowerCase();
  return placed.find(isSent) ?? placed[0] ?? named.find(isSent) ?? named[0] ?? sent;
}

/** The address in a place where servers name a recipient: at the beginning of a line, or after RCPT TO. */
function placedAddress(line: string): string | undefined {
  const command = /rcpt to: ?<?([^\s<>]{1,320})/i.exec(line)?.[1];
  const [first] = addressesIn(line.slice(0, 400));
  if (command !== undefined) return addressIn(command);
  if (first === undefined) return undefined;
  const rest = line
    .trim()
    .replace(/^[\w -]{0,20}(?:recipients?|rcpt|addressed to|address)(?: address)? ?:/i, '')
    .replace(/^(?:[*•-]|\d{3}[ -](?:\d\.\d\.\d )?)?[\s<("']{0,4}/, '');
  return rest.toLowerCase().startsWith(first.toLowerCase()) ? first : undefined;
}

const sentencesWithoutHelp = (lines: readonly string[]): string[] =>
  lines.flatMap(line => line.split(/(?<=[.!?])\s+/)).filter(line => !wordsOf(line, 400).say('asksForHelp'));

const originalHead = (original: string): string => unfold(headOf(original.replace(/^[^\n]*\n\s*\n(?=[\w-]+:)/, '')));

/** The recipient of a returned mail, by its header. */
export const originalRecipient = (original: string): string | undefined =>
  addressIn(fieldIn(originalHead(original), 'to')) ?? addressIn(fieldIn(unfold(original), '[ \\t>]*to'));

const originalSenders = (original: string): string[] =>
  ['from', 'return-path', 'reply-to', 'sender']
    .flatMap(name => addressIn(fieldIn(originalHead(original), name)) ?? [])
    .map(address => address.toLowerCase());

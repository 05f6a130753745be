import { z } from 'zod';
import { parseJson } from '../source/json.ts';
import type { RawEntry } from './check-entry.ts';

/** Programs whose exports are read. */
export const originNames = ['listmonk', 'mailchimp', 'substack', 'ghost', 'brevo'] as const;
/** A program whose exports are read. */
export type Origin = (typeof originNames)[number];
/** Whether a text names such a program. */
export const isOrigin = (text: string): text is Origin => originNames.some(name => name === text);

/** A line of an export: the cells by column, in lower case. */
type Row = Readonly<Record<string, string | undefined>>;

/** The export of one program: columns of which one must exist, and what a line means. */
type Export = { columns: readonly string[]; read(row: Row): RawEntry };

/** The first of these columns that is not empty. */
const first = (row: Row, ...names: string[]): string | undefined =>
  names.map(name => row[name]?.trim()).find(text => text !== undefined && text !== '');

const fullName = (row: Row, given: string[], family: string[]): string | undefined =>
  [first(row, ...given), first(row, ...family)].filter(part => part !== undefined).join(' ') || undefined;

const isTrue = (text: string | undefined): boolean => /^(true|yes|oui|1)$/i.test(text ?? '');
const isFalse = (text: string | undefined): boolean => /^(false|no|non|0)$/i.test(text ?? '');

const statusOf = (hasLeft: boolean): string | undefined => (hasLeft ? 'unsubscribed' : undefined);
const languageColumns = ['language', 'langue', 'lang', 'locale'];

/** listmonk exports the attributes of a subscriber as JSON. */
const attributes = z.record(z.string(), z.unknown()).catch({});
const word = z.string().optional().catch(undefined);
const words = z.array(z.string()).catch([]);

/**
 * The exports of other programs, unchanged: language, time of consent, unsubscribed, and addresses that cannot receive mail.
 */
export const origins: Record<Origin, Export> = {
  listmonk: {
    columns: ['attributes', 'uuid'],
    read(row) {
      const values = attributes.parse(parseJson(row.attributes ?? '') ?? {});
      const status = first(row, 'status')?.toLowerCase();
      return {
        email: row.email ?? '',
        name: first(row, 'name'),
        language: languageColumns.map(name => word.parse(values[name])).find(text => text !== undefined),
        tags: words.parse(values.tags).join(','),
        status: statusOf(status === 'disabled' || status === 'blocklisted'),
        since: first(row, 'created_at'),
        suppress: status === 'blocklisted' ? 'blocklisted in listmonk' : undefined,
      };
    },
  },
  mailchimp: {
    // Subscribed, unsubscribed and cleaned contacts are exported to a file each; the columns differ.
    columns: ['email address'],
    read: row => ({
      email: row['email address'] ?? '',
      name: fullName(row, ['first name', 'fname', 'prénom'], ['last name', 'lname', 'nom']),
      language: first(row, ...languageColumns),
      // Each tag is in quotes inside the cell.
      tags: first(row, 'tags')?.replaceAll('"', ''),
      status: statusOf(first(row, 'unsub_time', 'clean_time') !== undefined),
      since: first(row, 'confirm_time', 'optin_time'),
      suppress: first(row, 'clean_time') === undefined ? undefined : 'bounced (cleaned by mailchimp)',
    }),
  },
  substack: {
    columns: ['email'],
    read: row => ({
      email: row.email ?? '',
      name: first(row, 'name'),
      status: statusOf(isTrue(row.email_disabled)),
      since: first(row, 'created_at'),
    }),
  },
  ghost: {
    columns: ['subscribed_to_emails'],
    read: row => ({
      email: row.email ?? '',
      name: first(row, 'name'),
      tags: first(row, 'labels'),
      status: statusOf(isFalse(row.subscribed_to_emails) || first(row, 'deleted_at') !== undefined),
      since: first(row, 'created_at'),
    }),
  },
  brevo: {
    columns: ['email', 'e-mail'],
    read(row) {
      const blocked = first(row, 'email_blacklisted', 'emailblacklisted', 'blocklisted', 'email blacklisted');
      const marketing = first(row, 'email_marketing', 'email marketing', 'subscription status', 'double_opt-in');
      const gone = isTrue(blocked) || /unsubscribed|blocklisted|blacklisted|désinscrit/i.test(marketing ?? '');
      return {
        email: first(row, 'email', 'e-mail') ?? '',
        name: fullName(row, ['firstname', 'prenom', 'prénom'], ['lastname', 'nom']),
        language: first(row, ...languageColumns),
        status: statusOf(gone),
        since: first(row, 'added_time', 'added time', 'createdat'),
        suppress: /hard.?bounce/i.test(`${marketing} ${blocked}`) ? 'bounced (brevo)' : undefined,
      };
    },
  },
};

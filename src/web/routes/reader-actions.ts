import type { Context } from 'hono';
import { z } from 'zod';
import type { DeclaredFields } from '../../publication/declared-fields.ts';
import type { ReaderPurpose } from '../../secret/link-token.ts';
import { isTimeZone } from '../../source/values.ts';
import type { Subscriber } from '../../store/subscribers/subscribers.ts';
import { readDeclaredValue } from '../../subscribers/declared-value.ts';
import { leaveReasons, type Preferences } from '../../subscribers/preferences.ts';
import type { AskWithinLimits } from '../limited-sign-up.ts';
import { declaredName } from '../pages/declared-choice.ts';
import type { Note } from '../pages/reader-pages.ts';
import type { Site } from '../site.ts';

const actions = ['leave', 'return', 'language', 'pause', 'resume', 'save', 'account'] as const;
export type ReaderAction = (typeof actions)[number];

/**
 * The fields of a reader's form; a field with an invalid value is ignored. `wish` is the action; declared fields have the names that
 * `declaredName` gives.
 */
export const readerFields = z
  .object({
    wish: z.enum(actions).optional().catch(undefined),
    reason: z.enum(leaveReasons).optional().catch(undefined),
    language: z.string().max(40).optional().catch(undefined),
    name: z.string().max(1_000).optional().catch(undefined),
    time_zone: z
      .string()
      .max(60)
      .refine(zone => zone === '' || isTimeZone(zone))
      .optional()
      .catch(undefined),
  })
  .catchall(z.unknown());
export type ReaderFields = z.infer<typeof readerFields>;

/**
 * The actions that each link permits. A link without an expiry permits less than one that expires. `otherwise` is the
 * meaning of a POST without a permitted action; RFC 8058 requires that each POST to the unsubscribe link unsubscribes.
 */
export const permittedActions: Record<
  ReaderPurpose,
  { actions: readonly ReaderAction[]; otherwise?: 'leave' | 'language' }
> = {
  unsubscribe: { actions: ['leave', 'return', 'language', 'pause', 'resume'], otherwise: 'leave' },
  preferences: { actions: ['leave', 'return', 'pause', 'resume', 'save', 'account'] },
  language: { actions: [], otherwise: 'language' },
};

/** The data that all reader routes share. */
export type ReaderSite = { site: Site; askToConfirm: AskWithinLimits; preferences: Preferences };

/** An action of a subscriber. `week` is the issue whose link was used. */
export type ReaderRequest = { subscriber: Subscriber; week: string; action: ReaderAction | undefined };

/**
 * Performs an action of a subscriber.
 * @returns the note that the page shows
 */
export async function performAction(
  { site, askToConfirm, preferences }: ReaderSite,
  c: Context,
  { subscriber, week, action }: ReaderRequest,
  fields: ReaderFields,
): Promise<Note> {
  const { reason, name, time_zone } = fields;
  const language = site.languages.find(one => one === fields.language);
  if (action === 'account') {
    const { id, address, language: current } = subscriber;
    const page = `${site.job.publication.url}/preferences`;
    return askToConfirm(c, { kind: 'account', address, language: current, subscriber: id, page });
  }
  if (action === 'leave') await preferences.leave(subscriber, week, reason);
  if (action === 'return') await preferences.comeBack(subscriber, week);
  if (action === 'pause') await preferences.pause(subscriber, week);
  if (action === 'resume') await preferences.resume(subscriber, week);
  if ((action === 'language' || action === 'save') && language !== undefined)
    await preferences.setLanguage(subscriber, week, language);
  if (action === 'save' && name !== undefined) await preferences.setName(subscriber, week, name);
  if (action === 'save' && time_zone !== undefined) await preferences.setTimeZone(subscriber, week, time_zone);
  if (action === 'save') {
    const { values, unsaved } = declaredIn(fields, site.job.publication.fields);
    await preferences.setFields(subscriber, week, values);
    if (unsaved.length > 0) return { unsaved };
  }
  return action !== undefined && (action !== 'language' || language !== undefined) ? 'saved' : undefined;
}

/** The values of declared fields that a form has, and the keys of those whose value does not fit. */
function declaredIn(
  form: ReaderFields,
  declared: DeclaredFields,
): { values: Record<string, string>; unsaved: string[] } {
  const values: Record<string, string> = {};
  const unsaved: string[] = [];
  for (const [key, field] of Object.entries(declared)) {
    const text = form[declaredName(key)];
    if (typeof text !== 'string') continue;
    const { value } = readDeclaredValue(field, text);
    if (value === undefined) unsaved.push(key);
    else values[key] = value;
  }
  return { values, unsaved };
}

import { withDeclared } from '../store/subscribers/declared-values.ts';
import type { Subscriber, Subscribers } from '../store/subscribers/subscribers.ts';

/** The length of a pause. */
export const pauseMs = 28 * 86_400_000;

/** The reasons that readers may give when they unsubscribe. */
export const leaveReasons = ['too_often', 'not_relevant', 'never_asked', 'other'] as const;
type LeaveReason = (typeof leaveReasons)[number];

/** What a reader may change of their subscription. `week` is the issue whose link they used. */
export type Preferences = {
  /** Unsubscribes. A second call only adds a reason. */
  leave(who: Subscriber, week: string, reason?: LeaveReason): Promise<void>;
  /** Subscribes again, which only the reader can do. */
  comeBack(who: Subscriber, week: string): Promise<void>;
  setLanguage(who: Subscriber, week: string, language: string): Promise<void>;
  /** @param name empty for none */
  setName(who: Subscriber, week: string, name: string): Promise<void>;
  /** @param timeZone an IANA name; empty for that of the publication */
  setTimeZone(who: Subscriber, week: string, timeZone: string): Promise<void>;
  /** @param values of declared fields, by key; an empty one deletes the value */
  setFields(who: Subscriber, week: string, values: Readonly<Record<string, string>>): Promise<void>;
  pause(who: Subscriber, week: string): Promise<void>;
  resume(who: Subscriber, week: string): Promise<void>;
};

const maxNameCharacters = 100;

/**
 * A name as stored: without line breaks and other control characters, because it goes into a header; without characters that
 * change the direction of what follows it; at most 100 characters.
 */
export const cleanName = (name: string): string =>
  name
    .replace(/[\p{Cc}\u2028\u2029\uE000-\uF8FF]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
    .slice(0, maxNameCharacters);

/** The preferences of readers. A call that changes nothing is not recorded. */
export function preferencesOf(subscribers: Subscribers, now: () => Date): Preferences {
  return {
    async leave(who, week, reason) {
      if (who.status === 'unsubscribed' && reason === undefined) return;
      await subscribers.change(who.id, { status: 'unsubscribed' }, { kind: 'left', week, detail: reason }, now());
    },
    async comeBack(who, week) {
      if (who.status === 'active') return;
      await subscribers.change(who.id, { status: 'active', paused_until: null }, { kind: 'returned', week }, now());
    },
    async setLanguage(who, week, language) {
      if (who.language === language) return;
      await subscribers.change(who.id, { language }, { kind: 'language', week, detail: language }, now());
    },
    async setName(who, week, name) {
      const clean = cleanName(name);
      if ((who.name ?? '') === clean) return;
      await subscribers.change(who.id, { name: clean === '' ? null : clean }, { kind: 'name', week }, now());
    },
    async setTimeZone(who, week, timeZone) {
      if ((who.timeZone ?? '') === timeZone) return;
      const columns = { time_zone: timeZone === '' ? null : timeZone };
      await subscribers.change(who.id, columns, { kind: 'time_zone', week, detail: timeZone || undefined }, now());
    },
    async setFields(who, week, values) {
      const before = withDeclared(null, who.fields);
      const fields = withDeclared(before, values);
      if (fields === before) return;
      const changed = Object.keys(values).filter(key => (who.fields?.[key] ?? '') !== values[key]);
      await subscribers.change(who.id, { fields }, { kind: 'fields', week, detail: changed.join(', ') }, now());
    },
    async pause(who, week) {
      const until = new Date(now().getTime() + pauseMs).toISOString();
      await subscribers.change(who.id, { paused_until: until }, { kind: 'paused', week, detail: until }, now());
    },
    async resume(who, week) {
      if (who.pausedUntil === undefined) return;
      await subscribers.change(who.id, { paused_until: null }, { kind: 'resumed', week }, now());
    },
  };
}

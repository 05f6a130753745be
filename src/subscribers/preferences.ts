import type { Subscriber, Subscribers } from '../store/subscribers/subscribers.ts';

/** Milliseconds of the pause that readers are offered. */
export const pauseTime = 28 * 86_400_000;

/** Why readers leave, if they like to say. */
export const leaveReasons = ['too_often', 'not_relevant', 'never_asked', 'other'] as const;
type LeaveReason = (typeof leaveReasons)[number];

/** What a reader may wish of their subscription. `week` is the issue whose link they used. */
export type Preferences = {
  /** Works as often as it is said; a second time it only adds a reason. */
  leave(who: Subscriber, week: string, reason?: LeaveReason): Promise<void>;
  /** Subscribes again: nobody but the reader can. */
  comeBack(who: Subscriber, week: string): Promise<void>;
  setLanguage(who: Subscriber, week: string, language: string): Promise<void>;
  /** @param name none where it is empty */
  setName(who: Subscriber, week: string, name: string): Promise<void>;
  /** @param timeZone an IANA name; that of the newsletter where it is empty */
  setTimeZone(who: Subscriber, week: string, timeZone: string): Promise<void>;
  pause(who: Subscriber, week: string): Promise<void>;
  resume(who: Subscriber, week: string): Promise<void>;
};

/** A name as it is kept: line breaks and other control characters have no place in it, nor in the header it is for. */
export const cleanName = (name: string): string =>
  name
    .replace(/[\p{Cc}\u2028\u2029\uE000-\uF8FF]+/gu, ' ')
    .trim()
    .slice(0, 100);

/** Fulfils readers' wishes; what is so already is left as it is, and not recorded. */
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
      const wish = { time_zone: timeZone === '' ? null : timeZone };
      await subscribers.change(who.id, wish, { kind: 'time_zone', week, detail: timeZone || undefined }, now());
    },
    async pause(who, week) {
      const until = new Date(now().getTime() + pauseTime).toISOString();
      await subscribers.change(who.id, { paused_until: until }, { kind: 'paused', week, detail: until }, now());
    },
    async resume(who, week) {
      if (who.pausedUntil === undefined) return;
      await subscribers.change(who.id, { paused_until: null }, { kind: 'resumed', week }, now());
    },
  };
}

/** Milliseconds. */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Random numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Time zones of readers; the first of them is that of the publication, which they do not name. */
export const zones = [undefined, 'Pacific/Kiritimati', 'America/Montreal', 'Pacific/Pago_Pago'] as const;

/** Clock changes of 2026, and hours to UTC outside and inside of summer time; written down here, not asked of the code under test. */
const clocks: Record<string, { usual: number; summer?: { from: string; to: string } }> = {
  'Europe/Paris': { usual: 1, summer: { from: '2026-03-29T01:00Z', to: '2026-10-25T01:00Z' } },
  'Pacific/Kiritimati': { usual: 14 },
  'America/Montreal': { usual: -5, summer: { from: '2026-03-08T07:00Z', to: '2026-11-01T06:00Z' } },
  'Pacific/Pago_Pago': { usual: -11 },
};

function offset(zone: string, at: number): number {
  const { usual = 0, summer } = clocks[zone] ?? {};
  return summer !== undefined && at >= Date.parse(summer.from) && at < Date.parse(summer.to) ? usual + 1 : usual;
}

/** The hour that Paris skips comes an hour later (RFC 5545 section 3.3.5), the one it has twice is the first. */
const oddMoments: Record<string, string> = {
  '2026-03-29 02:30 Europe/Paris': '2026-03-29T01:30Z',
  '2026-10-25 02:30 Europe/Paris': '2026-10-25T00:30Z',
};

/** An issue of the year. */
export type Planned = {
  week: string;
  number: number;
  sendAt: string;
  /** `late`: nobody looks until it is too late; `wrong`: it has a time that does not exist. */
  fate: 'sent' | 'draft' | 'late' | 'wrong';
  /** When it is due for readers of a zone. */
  momentIn(zone: string | undefined): number;
  /** When it is due for the first of its readers. */
  begins: number;
};

const mondayOf = (number: number): number => Date.UTC(2025, 11, 29) + (number - 1) * 7 * day;
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** @param number an ISO week of 2026, which has 53 @param seed even: the doubled hour is that of each reader */
export function plan(number: number, seed = 0): Planned {
  const week = `2026-W${String(number).padStart(2, '0')}`;
  const monday = mondayOf(number);
  const odd: Record<number, string> = {
    10: '2026-03-29 02:30',
    13: '2026-03-29 02:30 local',
    43: seed % 2 === 0 ? '2026-10-25 02:30 local' : '2026-10-25 02:30',
    53: '2027-01-01 00:15 local',
  };
  const sendAt = odd[number] ?? (number % 4 === 2 ? '08:00 local' : `${dateOf(monday + 4 * day)} 08:00`);
  const isLocal = sendAt.endsWith(' local');
  const said = sendAt.replace(' local', '');
  const wall = said.length > 5 ? said : `${dateOf(monday)} ${said}`;
  const momentIn = (named: string | undefined): number => {
    const zone = (isLocal ? named : undefined) ?? 'Europe/Paris';
    const exception = oddMoments[`${wall} ${zone}`];
    if (exception !== undefined) return Date.parse(exception);
    const asUtc = Date.parse(`${wall.replace(' ', 'T')}Z`);
    return asUtc - offset(zone, asUtc - offset(zone, asUtc) * hour) * hour;
  };
  return {
    week,
    number,
    sendAt,
    fate: number === 10 ? 'wrong' : number === 15 ? 'draft' : number === 44 ? 'late' : 'sent',
    momentIn,
    begins: Math.min(...zones.map(momentIn)),
  };
}

/** The weeks of the year, in spans between which the clock jumps. The short form has those around the clock changes, and week 53. */
export const spansOf = (long: boolean): number[][] =>
  long
    ? [Array.from({ length: 53 }, (_, i) => i + 1)]
    : [
        [12, 13],
        [43, 44],
        [52, 53],
      ];

/** Weeks whose issues are never sent: one is a draft, one has a time that does not exist. */
export const unsent = [10, 15];

/** When a span begins, and when its last issue has begun, or it is too late to. */
export const limitsOf = (numbers: readonly number[]): { from: number; to: number } => ({
  from: plan(numbers[0] ?? 1).begins - 6 * hour,
  to: plan(numbers.at(-1) ?? 53).begins + 48 * hour,
});

/** Who is away, or refuses us, from when to when. */
export type Trouble = { who: 'scheduler' | 'server' | 'refuses us'; from: number; to: number };

/** The first day of the warm-up, and how many messages may go on each. */
export const warmUp = {
  start: '2026-03-19',
  per_day: [3, 3, 4, 5, 5, 6, 6, 8, 8, 10, 12, 15, 20],
};

/** What goes wrong around the issues: what has to, and by chance some hours more. */
export function troublesOf(issues: readonly Planned[], random: () => number): Trouble[] {
  const around = (number: number, who: Trouble['who'], before: number, after: number): Trouble[] =>
    issues
      .filter(issue => issue.number === number)
      .map(({ begins }) => ({ who, from: begins - before, to: begins + after }));
  const byChance = issues.flatMap(({ begins, number }): Trouble[] => {
    // What has to happen to the twelfth begins in its first minute.
    if (random() < 0.4 || number === 12) return [];
    const from = begins + Math.floor((random() * 12 - 4) * 60) * minute;
    const length = Math.ceil(random() < 0.5 ? random() * 20 : random() * 360) * minute;
    return [{ who: random() < 0.6 ? 'scheduler' : 'server', from, to: from + length }];
  });
  return [
    // The run begins, sends nothing, and is left alone for longer than max_lateness.
    ...around(12, 'server', 5 * minute, 20 * minute),
    ...around(12, 'scheduler', -minute, 60 * hour),
    ...around(16, 'refuses us', hour, 23 * hour),
    ...around(43, 'server', hour, 5 * hour),
    ...around(44, 'scheduler', 2 * hour, 38 * hour),
    ...around(52, 'refuses us', hour, 23 * hour),
    ...byChance,
  ];
}

/** The machine's clock goes back an hour once, ten minutes after this week's issue began. */
export const clockGoesBackIn = 52;

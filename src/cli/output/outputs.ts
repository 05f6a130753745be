import { z } from 'zod';
import { bounceClasses, list, moment, numbers, optional, problem, states, stop, text, week } from './values.ts';

const edition = z.object({ language: text, due: z.number(), states });
const plan = z.object({
  begun: optional(z.object({ startedAt: moment, finishedAt: optional(moment), contentHash: text })),
  editions: list(edition),
  waiting: z.number().describe('due later, at the local time of their readers'),
  suppressed: z.number(),
});
const passedOver = list(z.object({ column: text, lines: z.number() })).describe('columns that were not used');
const listContent = {
  program: optional(text).describe('the program whose export it is'),
  passedOver,
  dated: z.number().describe('people with a date of consent'),
  rejectedLines: z.number(),
  rejected: list(z.object({ line: z.number(), why: text })),
  droppedValues: z.number(),
  dropped: list(z.object({ line: z.number(), field: text, why: text })),
  unreadDates: z.object({ lines: z.number(), first: optional(z.object({ line: z.number(), text })) }),
  unescaped: z.number(),
};
const importedList = z.object({
  ...listContent,
  added: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  unsubscribed: z.number(),
  erased: z.number(),
});
const shownList = z.object({ ...listContent, standings: numbers });
const inArchive = z.union([importedList, shownList]).and(z.object({ file: optional(text) }));
const subscriber = z.looseObject({
  address: text,
  name: optional(text),
  language: text,
  status: z.enum(['active', 'unsubscribed']),
  since: moment,
  tags: list(text),
});

/**
 * What each command writes as JSON, by the name of the output. `npm run schemas` writes schemas/output.schema.json from it. A key may be
 * added; one that is removed or changes its meaning needs a new `outputVersion`.
 */
export const outputs = {
  problems: z.object({ problems: list(problem) }).describe('of any command that refuses'),
  init: z.object({ folder: text, files: list(text), merged: list(text), kept: list(text), installed: z.boolean() }),
  new: z.object({ week, path: text }),
  import: z.looseObject({ issue: text, added: list(z.looseObject({ id: text })), told: list(text) }),
  check: z.object({
    files: list(text),
    problems: list(problem),
    sizes: list(z.object({ week, language: text, bytes: z.number() })),
    mended: z.number().describe('corrections of --fix'),
  }),
  build: z.object({ files: list(text) }),
  approve: z.object({ week, hash: text, approvals: list(text), wanted: z.number() }),
  send: z.object({
    week,
    end: optional(z.looseObject({ kind: text })).describe('absent with --watch'),
    seconds: z.number(),
    editions: list(edition),
  }),
  'send --dry-run': z.object({
    week,
    plan,
    editions: list(z.object({ language: text, articles: z.number(), leftOut: list(text) })).describe(
      'the articles of each edition, and the ids of those without a title in its language',
    ),
  }),
  'send --to': z.object({ to: list(text), results: list(z.looseObject({ to: text, language: text, outcome: text })) }),
  'send --due': z.object({
    due: list(text),
    waiting: optional(list(z.object({ week, at: moment }))),
    held: optional(list(z.object({ week, why: z.enum(['draft', 'unscheduled']) }))),
    problems: optional(list(problem)),
  }),
  status: z.object({
    runs: list(z.looseObject({ week, startedAt: moment, finishedAt: optional(moment) })),
    stop: stop.nullable(),
  }),
  'status ISSUE': z.object({
    week,
    begun: plan.shape.begun.nullable(),
    stop: stop.nullable(),
    editions: list(edition),
    waiting: z.number(),
    setAside: optional(z.number()).describe('chunks that no worker takes any more'),
    domains: optional(list(z.object({ domain: optional(text), total: z.number(), states }))),
    refusals: optional(list(z.object({ state: text, code: optional(z.number()), words: text, count: z.number() }))),
    troubled: list(z.looseObject({ address: text, state: text })),
  }),
  'report ISSUE': z.looseObject({ week, from: moment.nullable(), until: optional(moment) }),
  'subscribers import': z.union([importedList, shownList]).describe('with `--dry-run` what the list has'),
  'subscribers import ARCHIVE': z.object({ lists: list(inArchive) }),
  'subscribers add': z.looseObject({ address: text, outcome: text }),
  'subscribers list': z.object({
    counts: list(z.object({ language: text, status: text, count: z.number() })),
    tags: list(z.object({ tag: text, count: z.number() })),
    imports: list(z.looseObject({ kind: text, startedAt: moment, entries: z.number(), applied: z.number() })),
  }),
  'subscribers show': z.looseObject({ subscriber: subscriber.nullable() }),
  'subscribers tag': z.object({ address: text, tags: list(text) }),
  'subscribers erase': z.object({ erased: z.literal(true) }),
  'suppressions add': z.object({ address: text, added: z.boolean() }),
  'suppressions list': z.object({ suppressions: list(z.object({ address: text, reason: text, since: moment })) }),
  'suppressions remove': z.object({ address: text, was: text, reason: text }),
  'suppressions import': z.object({
    added: z.number(),
    known: z.number(),
    rejected: list(z.object({ line: z.number(), why: text })),
  }),
  bounces: z.object({
    read: optional(z.number()),
    refusals: list(z.looseObject({ words: optional(text) })),
    outcomes: list(z.object({ class: bounceClasses, outcome: text, count: z.number() })),
  }),
  'bounces FILE': z.object({
    verdicts: list(
      z.looseObject({
        file: text,
        class: bounceClasses,
        code: optional(text),
        words: optional(text),
        recipient: optional(text),
      }),
    ),
  }),
  'store status': z.object({
    name: text,
    migrations: list(text),
    tables: list(z.object({ table: text, rows: z.number() })),
  }),
  'store copy': z.object({ copied: z.union([numbers, list(z.looseObject({}))]) }),
  'store backup': z.object({ backup: text }),
  'store restore': z.object({ restored: text, kept: text.nullable() }),
  doctor: z.object({
    findings: list(
      z.object({
        check: text,
        about: text,
        state: z.enum(['ok', 'warning', 'error', 'skipped']),
        words: text,
        remedy: optional(text),
      }),
    ),
  }),
  'dkim new': z.object({ file: text, name: text, type: z.literal('TXT'), record: text }),
} as const satisfies Record<string, z.ZodType>;

/** The name of an output: that of its command. */
export type OutputName = keyof typeof outputs;
/** What a command writes, before it is JSON. */
export type Output<Name extends OutputName> = z.input<(typeof outputs)[Name]>;

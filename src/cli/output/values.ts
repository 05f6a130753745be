import { z } from 'zod';

export const text = z.string();
export const week = z.string().describe('an ISO week, such as 2026-W48');
/** A moment, which JSON has as ISO 8601 text in UTC. */
export const moment = z
  .custom<string | Date>(value => typeof value === 'string' || value instanceof Date)
  .meta({ type: 'string', description: 'ISO 8601, UTC' });
export const numbers = z.record(z.string(), z.number());
/** How many deliveries are in each state. */
export const states = z.partialRecord(z.string(), z.number().optional());
export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();
export const optional = <Value extends z.ZodType>(value: Value) => value.optional();

const span = z.object({ line: z.number(), column: z.number(), endLine: z.number(), endColumn: z.number() });
const change = { start: z.number(), end: z.number() };
export const problem = z.looseObject({
  rule: text,
  severity: z.enum(['error', 'warning']),
  message: text,
  values: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .readonly()
    .optional(),
  hint: text,
  file: text,
  span: span.optional(),
  other: span.optional().describe('the text in the other language that differs'),
  page: text.optional(),
  fingerprint: text.optional(),
  fix: z.object({ ...change, text }).optional(),
  picks: z.object({ ...change, texts: list(text) }).optional(),
});
export const stop = z.object({
  code: z.number().optional(),
  words: text,
  since: moment,
  probes: z.number(),
  tryAt: moment,
});
export const bounceClasses = z.string().describe('what the mail means, such as `mailbox`, `policy` or `complaint`');

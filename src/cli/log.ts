import { pino } from 'pino';
import { z } from 'zod';
import type { Environment } from './settings.ts';

/** Structured events for machines and operators; hold no address, no name and no secret. */
export type Log = Pick<ReturnType<typeof pino>, 'debug' | 'info' | 'warn' | 'error'>;

const levels = z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).catch('silent');

/** A log as `HEBDO_LOG_LEVEL` wants it: lines of JSON on standard error, none unless asked for. */
export const makeLog = ({ HEBDO_LOG_LEVEL }: Environment): Log =>
  pino({ level: levels.parse(HEBDO_LOG_LEVEL), base: { pid: process.pid } }, pino.destination({ dest: 2, sync: true }));

/** A server's words as a log may keep them: it likes to repeat the reader's address. */
export const withoutAddresses = (words: string | undefined): string | undefined =>
  words?.replace(/<?[^\s<>@]+@[^\s<>@]+>?/g, '<…>');

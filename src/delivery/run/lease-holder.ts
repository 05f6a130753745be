import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * The space in which process ids are unique: one boot of a machine's kernel and, on Linux, one of its namespaces (containers).
 * Undefined where it is unknown: names of machines prove nothing, because many machines share one.
 */
function processSpace(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}|${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}

/** A new name for this process as the holder of a run or of permits: machine, process space, process id, random part. */
export const newHolder = (): string =>
  `${hostname().replaceAll('|', '')}|${processSpace() ?? 'unknown|unknown'}|${process.pid}|${randomUUID()}`;

/** A holder for people to read: the machine's name and the process id. */
export const holderName = (holder: string): string => {
  const parts = holder.split('|');
  return `${parts[0]} ${parts.at(-2)}`;
};

/**
 * Whether a holder is known to be dead: a process of this machine and boot that does not exist any more. Of other holders only
 * the lease is known.
 */
export function isDeadHolder(holder: string): boolean {
  const parts = holder.split('|');
  const pid = Number(parts.at(-2));
  const space = processSpace();
  if (space === undefined || parts.slice(1, -2).join('|') !== space || !Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (cause) {
    // EPERM means that the process exists, under another user.
    return cause instanceof Error && 'code' in cause && cause.code === 'ESRCH';
  }
}
/** Milliseconds that a process's lease of a run lasts without renewal, and between two renewals. */
export const runLeaseMs = 60_000;
export const renewEveryMs = 15_000;

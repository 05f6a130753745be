import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * What process numbers mean something in: one start of one machine's kernel and, on Linux, one namespace of it (containers).
 * Undefined where it cannot be known: names of machines are no proof, for many have the same.
 */
function processSpace(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}|${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}

/** A name for this process as the holder of runs, new with every call: machine, process space, process number, chance. */
export const newHolder = (): string =>
  `${hostname().replaceAll('|', '')}|${processSpace() ?? 'unknown|unknown'}|${process.pid}|${randomUUID()}`;

/** A holder as people know it: the machine's name and the process's number. */
export const holderName = (holder: string): string => {
  const parts = holder.split('|');
  return `${parts[0]} ${parts.at(-2)}`;
};

/**
 * Whether a holder is known to be dead: a process of this machine, since its start, that is no more. Of others nothing is known
 * but their lease.
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
    // EPERM would say that it lives, under another user.
    return cause instanceof Error && 'code' in cause && cause.code === 'ESRCH';
  }
}

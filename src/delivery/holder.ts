import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Process numbers mean something only on one machine, and on Linux in one namespace of it (containers). */
function place(): string {
  try {
    return `${hostname()}|${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** A name for this process as the holder of runs, new with every call. */
export const newHolder = (): string => `${place()}|${process.pid}|${randomUUID()}`;

/** A holder as people know it: the machine's name and the process's number. */
export const holderName = (holder: string): string => {
  const parts = holder.split('|');
  return `${parts[0]} ${parts.at(-2)}`;
};

/**
 * Whether a holder is known to be dead: a process of this machine that is no more. Of others nothing is known but
 * their lease.
 */
export function isDeadHolder(holder: string): boolean {
  const parts = holder.split('|');
  const pid = Number(parts.at(-2));
  if (parts.slice(0, -2).join('|') !== place() || !Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (cause) {
    // EPERM would say that it lives, under another user.
    return cause instanceof Error && 'code' in cause && cause.code === 'ESRCH';
  }
}

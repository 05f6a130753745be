import stringWidth from 'fast-string-width';
import { holderName } from '../../delivery/run/lease-holder.ts';
import type { HeldChunk } from '../../store/ledger/chunks.ts';
import { t } from '../../wording/wording.ts';
import { perSecond } from './progress.ts';

const width = 16;
/** Milliseconds over which a rate is taken. */
const over = 5_000;

/** What each worker of a run does, for the lines under its progress bar. */
export type WorkerLines = { see(held: readonly HeldChunk[], now: number): void; lines(): string[] };

type Seen = { chunk: HeldChunk; done: number; at: { now: number; done: number }[] };

/** Follows workers from look to look: their rates are what they got done in between. */
export function workerLines(): WorkerLines {
  let workers = new Map<string, Seen>();
  return {
    see(held, now) {
      workers = new Map(
        held.map(chunk => {
          const before = workers.get(chunk.holder);
          const inChunk = chunk.total - chunk.open;
          // A chunk that is not held any more is done. Of a chunk seen for the first time it is unknown which worker did what.
          const gained =
            before === undefined
              ? 0
              : before.chunk.number === chunk.number
                ? before.chunk.open - chunk.open
                : before.chunk.open + inChunk;
          const done = (before?.done ?? 0) + gained;
          const at = [...(before?.at ?? []).filter(one => one.now > now - over), { now, done }];
          return [chunk.holder, { chunk, done, at }];
        }),
      );
    },
    lines() {
      const names = [...workers.keys()].map(holderName);
      const widest = Math.max(0, ...names.map(name => stringWidth(name)));
      return [...workers.values()].map(({ chunk, at }, i) => {
        const name = names[i] ?? '';
        const filled = Math.round(((chunk.total - chunk.open) / chunk.total) * width);
        const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
        return `${name}${' '.repeat(widest - stringWidth(name))}  ${bar}  ${t('chunk %{number}', { number: chunk.number + 1 })}  ${rateOf(at)}`;
      });
    },
  };
}

function rateOf(at: Seen['at']): string {
  const [first, last] = [at[0], at.at(-1)];
  if (first === undefined || last === undefined || last.now === first.now) return '';
  return `${perSecond(Math.max(0, last.done - first.done) / ((last.now - first.now) / 1_000))}/s`;
}

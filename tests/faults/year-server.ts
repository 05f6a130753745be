import type { Socket } from 'node:net';
import { listening } from '../helpers/smtp.ts';
import { hour, minute } from './year-plan.ts';

/** What the server is told of the world. */
export type World = {
  now(): number;
  random(): number;
  isAway(): boolean;
  refusesUs(): boolean;
  /** A message was taken, and is not answered yet. */
  onTaken(): Promise<void>;
};

/** A message that was taken: the week, which is its subject here, and the envelope's recipient. */
export type Copy = { week: string; to: string; at: number };

/** The step at which a connection is silent until `release`. */
export type StallStep = 'RCPT' | 'dot';

/**
 * A server that greylists who is at grey….example, never reaches dead.example, may refuse us or be away, cuts connections by chance, and
 * holds its answer back where a sender is to lose its lease.
 */
export async function yearServer({ now, random, isAway, refusesUs, onTaken }: World) {
  const copies: Copy[] = [];
  const cutAfterDot = new Set<string>();
  const greylist = new Map<string, number>();
  let stall: { step: StallStep; after: number; reached(): void; released: Promise<void> } | undefined;
  let count = 0;
  const stalled = async (step: StallStep): Promise<void> => {
    if (stall?.step !== step || stall.after-- > 0) return;
    const { reached, released } = stall;
    stall = undefined;
    reached();
    await released;
  };
  const toRecipient = (to: string): string => {
    count++;
    if (refusesUs()) return '554 5.7.1 your messages are not wanted here';
    if (to.endsWith('@dead.example')) return '450 4.4.1 the domain of the recipient does not answer';
    if (/@grey\d+\.example$/.test(to)) {
      const first = greylist.get(to);
      if (first === undefined || now() - first > 36 * hour) greylist.set(to, now());
      if (now() - (greylist.get(to) ?? 0) < 5 * minute) return `450 4.2.0 <${to}> is greylisted for 300 seconds`;
    }
    return '250 2.1.5 ok';
  };

  const serve = (socket: Socket): void => {
    if (isAway()) return void socket.destroy();
    const pipelining = random() < 0.5;
    let to = '';
    let message: string | undefined;
    const answerTo = async (line: string): Promise<string | undefined> => {
      const [command] = line.toUpperCase().split(/[ :]/);
      switch (command) {
        case 'EHLO':
          return `250-year\r\n${pipelining ? '250-PIPELINING\r\n' : ''}250 8BITMIME`;
        case 'RCPT': {
          const asked = /<(.*)>/.exec(line)?.[1] ?? '';
          const answer = toRecipient(asked);
          to = answer.startsWith('2') ? asked : '';
          await stalled('RCPT');
          return answer;
        }
        case 'DATA':
          if (to === '') return '503 5.5.1 no recipient';
          if (random() < 0.004) return undefined;
          message = '';
          return '354 go on';
        case 'QUIT':
          return '221 2.0.0 bye';
        default:
          return '250 2.0.0 ok';
      }
    };
    const takeMessage = async (text: string): Promise<string | undefined> => {
      const copy = { week: /^Subject: (\S+)/m.exec(text)?.[1] ?? '', to, at: now() };
      to = '';
      const chance = random();
      if (chance < 0.006) cutAfterDot.add(`${copy.week} ${copy.to}`);
      if (chance < 0.003) return undefined;
      copies.push(copy);
      await onTaken();
      await stalled('dot');
      return chance < 0.006 ? undefined : '250 2.0.0 taken';
    };
    let rest = '';
    let isBusy = false;
    const pump = async (): Promise<void> => {
      if (isBusy) return;
      isBusy = true;
      for (;;) {
        const end = message === undefined ? '\r\n' : '\r\n.\r\n';
        const length = rest.indexOf(end);
        if (length === -1) break;
        const part = rest.slice(0, length);
        rest = rest.slice(length + end.length);
        const isMessage = message !== undefined;
        message = undefined;
        const answer = isMessage ? await takeMessage(part) : await answerTo(part);
        if (answer === undefined) socket.destroy();
        if (socket.destroyed) return;
        socket.write(`${answer}\r\n`);
      }
      isBusy = false;
    };
    socket.write('220 year\r\n');
    socket.on('data', chunk => {
      rest += chunk.toString('latin1');
      void pump();
    });
  };
  const { port } = await listening(serve);
  return {
    port,
    copies,
    cutAfterDot,
    /** Recipients that were asked for. */
    asked: () => count,
    /** Arms a stall at a step of a message soon; `reached` is done when a connection waits in it. */
    stall(step: StallStep): { reached: Promise<true>; release(): void } {
      const released = Promise.withResolvers<void>();
      const reached = Promise.withResolvers<true>();
      const after = Math.floor(random() * 4);
      stall = { step, after, reached: () => reached.resolve(true), released: released.promise };
      return {
        reached: reached.promise,
        release() {
          stall = undefined;
          released.resolve();
        },
      };
    },
  };
}

import { deliverIssue, type IssueToSend } from '../../src/app/send/deliver-issue.ts';
import type { Context } from '../../src/cli/context.ts';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import type { Session, Transport } from '../../src/delivery/smtp/transport.ts';
import type { Problem } from '../../src/source/problem.ts';
import type { Store } from '../../src/store/store.ts';

/** The process is killed: nothing of it is written or sent any more. */
export class Killed extends Error {}

/** A process that is killed at its nth step in the ledger: before it is written, or when it is. */
export type Process = {
  /** Steps that are left to it. */
  life: number;
  isDead: boolean;
  /** Deliveries whose final dot may have gone out, and whose end is not written: it was killed, or another had the run by then. */
  onTheWire: Set<number>;
  sessions: Set<Session>;
};

export const processWith = (life: number): Process => ({
  life,
  isDead: false,
  onTheWire: new Set(),
  sessions: new Set(),
});

/** The store as a process has it until it is killed. */
function mortalStore(store: Store, process: Process): Store {
  const age = (): void => {
    if (!process.isDead && process.life-- > 0) return;
    process.isDead = true;
    for (const session of process.sessions) session.abort();
    throw new Killed();
  };
  const step =
    <Asked extends unknown[], Answer>(take: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer> => {
      age();
      const answer = await take(...asked);
      age();
      return answer;
    };
  const { ledger, stops, sent } = store;
  return {
    ...store,
    sent: { ...sent, keep: step(sent.keep) },
    stops: { ...stops, set: step(stops.set), probe: step(stops.probe), lift: step(stops.lift) },
    ledger: {
      ...ledger,
      claim: step(ledger.claim),
      renew: step(ledger.renew),
      release: step(ledger.release),
      run: step(ledger.run),
      begin: step(ledger.begin),
      commit: step(async (id, token, now) => {
        process.onTheWire.add(id);
        const answer = await ledger.commit(id, token, now);
        if (answer !== true) process.onTheWire.delete(id);
        return answer;
      }),
      settle: step(async (id, token, settlement, now) => {
        const answer = await ledger.settle(id, token, settlement, now);
        if (answer) process.onTheWire.delete(id);
        return answer;
      }),
    },
  };
}

const mortalTransport = (transport: Transport, process: Process): Transport => ({
  name: transport.name,
  async open() {
    const session = await transport.open();
    if (process.isDead) session.abort();
    process.sessions.add(session);
    return session;
  },
});

/** What came of a run: its exit code, that it was killed, or that another process took it over; and what it was refused for. */
export type Came = { code: number | 'killed' | 'lost'; problems: readonly Problem[] };

/** `hebdo send --due` from where the issue is compiled. */
export async function sendOnTime(
  context: Context,
  sending: Pick<IssueToSend, 'sendable' | 'store' | 'transport' | 'sender' | 'options'>,
  process: Process,
): Promise<Came> {
  try {
    const result = await deliverIssue(
      { ...context, tell: () => undefined },
      {
        ...sending,
        store: mortalStore(sending.store, process),
        transport: mortalTransport(sending.transport, process),
        onTime: true,
        signal: new AbortController().signal,
      },
    );
    const isLost = result.kind === 'ended' && result.end.kind === 'lost-run';
    const code = process.isDead ? 'killed' : isLost ? 'lost' : exitCodeOf(result, true);
    return { code, problems: result.kind === 'refused' ? result.problems : [] };
  } catch (cause) {
    if (cause instanceof Killed || process.isDead) return { code: 'killed', problems: [] };
    throw cause;
  }
}

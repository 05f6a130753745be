import type { Message } from '../../message/message.ts';
import { WorldError } from '../../source/world-error.ts';

/** What a server made of a message. `code` and `words` are the server's, where it said anything. */
export type Outcome =
  | {
      kind: 'accepted' | 'deferred' | 'refused';
      code?: number;
      words: string;
      /** What was refused is ours, whoever the reader is: the sender's address (MAIL), or the message for its size. */
      isOurs?: boolean;
    }
  /** The connection went, or the dialogue was out of step, before the final dot: the message is not there. */
  | { kind: 'lost'; words: string }
  /** The same after the final dot, and its answer is not known: the message may be there. */
  | { kind: 'uncertain'; words: string }
  /** The ledger said no at the last moment; the final dot was held back. */
  | { kind: 'withdrawn' };

/** One open connection. A session that is no longer usable is closed and another opened. */
export type Session = {
  /**
   * Sends one message.
   * @param commit is awaited when all is sent but the final dot; if it answers false, the dot is held back. If it answers
   *   a message, that one is the next to be sent: where the server allows it, its envelope goes out with the dot
   */
  send(message: Message, commit: () => Promise<boolean | Message>): Promise<Outcome>;
  readonly usable: boolean;
  /** Whether an announced message's envelope goes out with the dot of the one before. */
  readonly pipelining: boolean;
  /** Bytes of the largest message that the server takes, if it says so (RFC 1870). */
  readonly largest?: number;
  /** Says goodbye. */
  close(): void;
  /** Cuts the connection, whatever is on its way. */
  abort(): void;
};

/** A way to send messages. A new one must pass tests/delivery/transport-contract.ts. */
export type Transport = {
  /** For the terminal and the log; holds no secret. */
  name: string;
  /** @throws TransportError if no connection can be had */
  open(): Promise<Session>;
};

/** No connection can be had. A `permanent` refusal (a wrong password, a certificate, a 5xx) is not worth another try. */
export class TransportError extends WorldError {
  readonly permanent: boolean;
  constructor(message: string, permanent: boolean, cause: unknown) {
    super(message, { cause });
    this.permanent = permanent;
  }
}

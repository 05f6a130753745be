import type { Message } from '../../message/message.ts';
import { WorldError } from '../../source/world-error.ts';

/** How an attempt to send a message ended. `code` and `words` are the server's, if it replied. */
export type Outcome =
  | {
      kind: 'accepted' | 'deferred' | 'refused';
      code?: number;
      words: string;
      /** The refusal is about us, not the recipient: the sender's address (MAIL), or the message for its size. */
      isOurs?: boolean;
    }
  /** The connection broke, or the dialogue was out of step, before the final dot: the server does not have the message. */
  | { kind: 'lost'; words: string }
  /** The same after the final dot, whose answer is unknown: the server may have the message. */
  | { kind: 'uncertain'; words: string }
  /** `commit` answered false; the final dot was not sent. */
  | { kind: 'withdrawn' };

/** One open connection. A session that is not usable any more is closed and another opened. */
export type Session = {
  /**
   * Sends one message.
   * @param commit is awaited when everything but the final dot is sent. If it answers false, the dot is not sent. If it answers a
   *   message, that one must be sent next: if the server has PIPELINING, its envelope is sent together with the dot
   * @throws what `commit` throws; the dot is then not sent
   * @example
   * const outcome = await session.send(message, async () => {
   *   const committed = await ledger.commit(delivery, token, now);
   *   return committed === true && (nextMessage ?? true);
   * });
   */
  send(message: Message, commit: () => Promise<boolean | Message>): Promise<Outcome>;
  readonly usable: boolean;
  /** Whether the next message's envelope is sent together with the dot of the one before. */
  readonly pipelining: boolean;
  /** Bytes of the largest message that the server accepts, if it declares a limit (RFC 1870). */
  readonly largest?: number;
  /** Ends the session with QUIT. */
  close(): void;
  /** Destroys the connection, also with messages in transit. */
  abort(): void;
};

/** A way to send messages. A new one must pass tests/delivery/smtp/transport-contract.ts. */
export type Transport = {
  /** The name for terminal and log; it holds no secret. */
  name: string;
  /** Opens a connection, logged in. @throws TransportError if that fails */
  open(): Promise<Session>;
};

/** No connection can be opened. A `permanent` failure (wrong password, certificate, 5xx) is not tried again. */
export class TransportError extends WorldError {
  readonly permanent: boolean;
  constructor(message: string, permanent: boolean, cause: unknown) {
    super(message, { cause });
    this.permanent = permanent;
  }
}

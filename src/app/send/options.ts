import type { Durability } from '../../store/database/sqlite.ts';

/** How an issue is sent, and what a person decided about it. Every way of sending takes the same options. */
export type SendOptions = {
  /** SMTP connections at once; else as hebdo.yaml says, else five. */
  connections?: number;
  /** Messages a second, at most; else as hebdo.yaml says. */
  rate?: number;
  /** What the ledger survives: the end of the process, or a power cut too. */
  durability?: Durability;
  /** Cut the run into chunks and let workers send them. */
  handOut?: boolean;
  /** Send again what is uncertain. */
  resendUncertain?: boolean;
  /** Go on although the issue was changed after its sending began. */
  acceptChanges?: boolean;
  /** Send although the ledger may know less than was done. */
  acceptRestoredLedger?: boolean;
  /** Send what went out under another week. */
  sendAgain?: boolean;
  /** Send although the server has refused us and all sending has stopped. */
  liftStop?: boolean;
};

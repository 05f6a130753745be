/**
 * Why a run ended. `unreachable`: no connection can be had; `rejected`: the server refuses us, not our readers, and all sending
 * has stopped until a moment. Both carry the reason in words. `spent`: what may be sent before a moment is sent.
 */
export type RunEnd =
  | { kind: 'done' | 'interrupted' }
  | { kind: 'waiting' | 'spent'; until: Date }
  | { kind: 'unreachable'; words: string }
  | { kind: 'rejected'; words: string; until: Date }
  | { kind: 'lost-run' };

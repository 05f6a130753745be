/**
 * An external failure: a server, the database, the network or the disk. No data is lost. The message can be shown to the
 * user; `cause` is the original error.
 */
export class WorldError extends Error {}

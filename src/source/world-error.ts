/**
 * The world is in the way: a server, the database, the network or the disk. Nothing is lost by it; the message is
 * fit for a person to read, and `cause` says more.
 */
export class WorldError extends Error {}

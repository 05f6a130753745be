import { type PlainWording, t } from '../wording/wording.ts';

/** The message of a thrown value, which need not be an Error, after plain words for the errors of Node.js that are met most often. */
export function errorText(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const known = 'code' in cause && typeof cause.code === 'string' ? systemErrors[cause.code] : undefined;
  return known === undefined ? cause.message : `${t(known)} (${cause.message})`;
}

const systemErrors: Readonly<Record<string, PlainWording>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the DNS cannot be reached',
  ETIMEDOUT: 'there was no answer in time',
  EHOSTUNREACH: 'the host cannot be reached',
  EADDRINUSE: 'the port is in use',
  EACCES: 'permission is missing',
  ENOSPC: 'the disk is full',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
};

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
  webcrypto,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { HeaderField } from './header-encoding.ts';

/** A key that signs mail of a domain. */
export type DkimKey = { domain: string; selector: string; key: KeyObject };

/** The fields to sign. RFC 8058 requires a signature of both fields of the one-click unsubscribe. */
const signedFields = [
  'From',
  'To',
  'Subject',
  'Date',
  'Reply-To',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'Content-Language',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Feedback-ID',
  'Auto-Submitted',
];
/** Fields that no message has and that would change what the reader sees, or where an answer or a leave goes. */
const absentFields = [
  'Cc',
  'Sender',
  'In-Reply-To',
  'References',
  'Content-Transfer-Encoding',
  'Content-Disposition',
  'List-Help',
  'List-Subscribe',
  'List-Post',
  'List-Owner',
  'List-Archive',
];

/** Fields of which relays add one of their own (Amazon SES), without any harm to the reader. */
const addedByRelays = new Set(['Feedback-ID']);

/** Fields signed once more than they occur, so that none can be added in transit (RFC 6376 sections 5.4.2 and 8.15). */
const oversignedFields = [...signedFields, ...absentFields].filter(name => !addedByRelays.has(name));

/** The data to sign: the signed fields in canonical form, the body, and the time in seconds since 1970. */
export type DkimJob = { names: string; canonical: string; body: Buffer<ArrayBuffer>; time: number };

/**
 * Prepares a message for signing.
 * @param fields in their order; of several fields with the same name the last is signed
 * @param body as it is sent: it ends in one CRLF and is already in canonical form (see quoted-printable.ts)
 */
export function dkimJob(fields: readonly HeaderField[], body: Buffer<ArrayBuffer>, date: Date): DkimJob {
  const names = signedFields.filter(name => fields.some(field => field.name === name));
  return {
    names: [...names, ...oversignedFields].join(':').toLowerCase(),
    canonical: names.map(name => canonicalOf(fields.findLast(field => field.name === name))).join('\r\n'),
    body,
    time: Math.floor(date.getTime() / 1000),
  };
}

/** Signs a message. Returns the `DKIM-Signature` fields, each with its line end, which precede all other fields. */
export type Signer = (job: DkimJob) => Promise<string>;

const signAsync: (algorithm: string | null, data: Buffer, key: KeyObject) => Promise<Buffer> = promisify(sign);

/**
 * Makes a signer that signs with each key (RFC 6376, relaxed/relaxed; RFC 8463 for Ed25519). A signature takes a quarter
 * of a millisecond, so that hash and signature are computed in Node's thread pool and do not delay SMTP dialogues.
 */
export function dkimSigner(keys: readonly DkimKey[]): Signer {
  return async ({ names, canonical, body, time }) => {
    const bodyHash = Buffer.from(await webcrypto.subtle.digest('SHA-256', body)).toString('base64');
    const fields = await Promise.all(
      keys.map(async ({ domain, selector, key }) => {
        const rsa = key.asymmetricKeyType === 'rsa';
        const value = `v=1; a=${rsa ? 'rsa' : 'ed25519'}-sha256; c=relaxed/relaxed; d=${domain}; s=${selector}; t=${time};\r\n h=${names};\r\n bh=${bodyHash};\r\n b=`;
        const data = Buffer.from(`${canonical}\r\n${relaxed(`DKIM-Signature: ${value}`)}`);
        // Ed25519 signs a hash computed here (RFC 8463 section 3); RSA signing includes the hash.
        const signature = await (rsa
          ? signAsync('sha256', data, key)
          : signAsync(null, hash('sha256', data, 'buffer'), key));
        return `DKIM-Signature: ${value}${signature
          .toString('base64')
          .replace(/.{1,72}/g, '$&\r\n ')
          .trimEnd()}\r\n`;
      }),
    );
    return fields.join('');
  };
}

/** Messages share field objects, whose canonical forms are cached. */
const canonicalForms = new WeakMap<HeaderField, string>();
function canonicalOf(field: HeaderField | undefined): string {
  if (field === undefined) return '';
  const form = canonicalForms.get(field) ?? relaxed(field.line);
  canonicalForms.set(field, form);
  return form;
}

/** The relaxed canonical form of a header field (RFC 6376 section 3.4.2). */
export const relaxed = (line: string): string => {
  const colon = line.indexOf(':');
  return `${line.slice(0, colon).trim().toLowerCase()}:${line
    .slice(colon + 1)
    .replace(/\r\n(?=[ \t])/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()}`;
};

/** Bits of an RSA key. RFC 8301 requires at least 1024 and recommends 2048. */
const minRsaBits = 2_048;

/**
 * Reads a private key.
 * @param pem PKCS#1 or PKCS#8
 * @throws if it is not a private key, or not an Ed25519 or RSA key of at least 2048 bits
 */
export function dkimKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== 'rsa' && type !== 'ed25519') throw new Error(`a key of the kind ${type} cannot sign mail`);
  if (type === 'rsa' && (details?.modulusLength ?? 0) < minRsaBits)
    throw new Error(`an RSA key has ${minRsaBits} bits or more`);
  return key;
}

/** Makes a key pair. @returns the private key as PEM, and the value of the DNS TXT record with the public key */
export function newDkimKey(type: 'rsa' | 'ed25519'): { pem: string; record: string } {
  const { privateKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: minRsaBits }) : generateKeyPairSync('ed25519');
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return { pem, record: dkimRecord(privateKey) };
}

/** The value of a key's DNS TXT record (RFC 6376 section 3.6.1; RFC 8463 section 4). */
export function dkimRecord(privateKey: KeyObject): string {
  const rsa = privateKey.asymmetricKeyType === 'rsa';
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  // For Ed25519, the raw 32 octets are published without their DER wrapping.
  return `v=DKIM1; k=${rsa ? 'rsa' : 'ed25519'}; p=${(rsa ? der : der.subarray(-32)).toString('base64')}`;
}

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

/** A key that signs for a domain. */
export type DkimKey = { domain: string; selector: string; key: KeyObject };

/**
 * What is signed, and, of the fields that name sender, reader and subject, once more than they stand there: so none can
 * be added on the way (RFC 6376 section 8.15). RFC 8058 wants both fields of the one-click unsubscribe signed.
 */
const signed = [
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
const oversigned = ['From', 'To', 'Subject', 'Date'];

/** What a signer needs of a message: its signed fields in canonical form, and its body. */
export type DkimJob = { names: string; canonical: string; body: Buffer<ArrayBuffer>; time: number };

/**
 * Brings a message's header into the form that is signed.
 * @param fields in their order; of several with one name the last is signed
 * @param body as it goes out, ending in one CRLF and canonical already (see quoted-printable.ts)
 */
export function dkimJob(fields: readonly HeaderField[], body: Buffer<ArrayBuffer>, date: Date): DkimJob {
  const names = signed.filter(name => fields.some(field => field.name === name));
  return {
    names: [...names, ...oversigned].join(':').toLowerCase(),
    canonical: names.map(name => canonicalOf(fields.findLast(field => field.name === name))).join('\r\n'),
    body,
    time: Math.floor(date.getTime() / 1000),
  };
}

/** Signs messages; gives the `DKIM-Signature` fields, each with its line end, to stand before the others. */
export type Signer = (job: DkimJob) => Promise<string>;

const signAsync: (algorithm: string | null, data: Buffer, key: KeyObject) => Promise<Buffer> = promisify(sign);

/**
 * Signs with each key (RFC 6376, relaxed/relaxed; RFC 8463 for Ed25519). A signature takes a core a quarter of a
 * millisecond: hash and signature are made in Node's thread pool, away from the dialogue with servers.
 */
export function dkimSigner(keys: readonly DkimKey[]): Signer {
  return async ({ names, canonical, body, time }) => {
    const bodyHash = Buffer.from(await webcrypto.subtle.digest('SHA-256', body)).toString('base64');
    const fields = await Promise.all(
      keys.map(async ({ domain, selector, key }) => {
        const rsa = key.asymmetricKeyType === 'rsa';
        const value = `v=1; a=${rsa ? 'rsa' : 'ed25519'}-sha256; c=relaxed/relaxed; d=${domain}; s=${selector}; t=${time};\r\n h=${names};\r\n bh=${bodyHash};\r\n b=`;
        const data = Buffer.from(`${canonical}\r\n${relaxed(`DKIM-Signature: ${value}`)}`);
        // Ed25519 signs the hash (RFC 8463 section 3), RSA hashes by itself.
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

/** Fields that all messages share are brought into form once. */
const known = new WeakMap<HeaderField, string>();
function canonicalOf(field: HeaderField | undefined): string {
  if (field === undefined) return '';
  const form = known.get(field) ?? relaxed(field.line);
  known.set(field, form);
  return form;
}

/** A field in relaxed form (RFC 6376 section 3.4.2). */
export const relaxed = (line: string): string => {
  const colon = line.indexOf(':');
  return `${line.slice(0, colon).trim().toLowerCase()}:${line
    .slice(colon + 1)
    .replace(/\r\n(?=[ \t])/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()}`;
};

/**
 * Reads a private key.
 * @param pem PKCS#1 or PKCS#8
 * @throws if it is none, or of a kind or size that receivers refuse (RFC 8301: RSA of 1024 bits or more; we ask for 2048)
 */
export function dkimKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== 'rsa' && type !== 'ed25519') throw new Error(`a key of the kind ${type} cannot sign mail`);
  if (type === 'rsa' && (details?.modulusLength ?? 0) < 2_048) throw new Error('an RSA key has 2048 bits or more');
  return key;
}

/** A new key pair: the private key as PEM, and the value of the DNS TXT record that publishes the other. */
export function newDkimKey(type: 'rsa' | 'ed25519'): { pem: string; record: string } {
  const { privateKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2_048 }) : generateKeyPairSync('ed25519');
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return { pem, record: dkimRecord(privateKey) };
}

/** The DNS TXT record of a key (RFC 6376 section 3.6.1; RFC 8463 section 4). */
export function dkimRecord(privateKey: KeyObject): string {
  const rsa = privateKey.asymmetricKeyType === 'rsa';
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  // Of Ed25519 the raw 32 octets are published, not their wrapping.
  return `v=DKIM1; k=${rsa ? 'rsa' : 'ed25519'}; p=${(rsa ? der : der.subarray(-32)).toString('base64')}`;
}

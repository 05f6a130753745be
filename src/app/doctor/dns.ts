import type { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { spf } from 'mailauth';
import { getDomain } from 'tldts';
import { z } from 'zod';
import { type DkimKey, dkimRecord } from '../../message/dkim.ts';
import { isPrivateAddress } from '../../source/private-address.ts';
import { t } from '../../wording/wording.ts';
import { bad, type Finding, skipped, warning, well, whyOf } from './finding.ts';

/** The domains and servers that the DNS records are looked up for. */
export type DnsSubject = {
  /** The domains of the senders in `hebdo.yaml`. */
  from: readonly string[];
  /** The domain of the envelope sender: that of `HEBDO_BOUNCE_ADDRESS`, else of the first sender. */
  envelope: string;
  bounceAddress?: string;
  smtpHost: string;
  dkim: readonly DkimKey[];
};

const dnsTimeoutMs = 5_000;

/** SPF, DKIM, DMARC, MX and PTR, as those who receive our mail look them up. */
export async function dnsFindings(resolver: Resolver, subject: DnsSubject): Promise<Finding[]> {
  const ip = await addressOf(resolver, subject.smtpHost);
  const looks = [
    spfFinding(resolver, subject, ip),
    ...(subject.dkim.length === 0
      ? [Promise.resolve(skipped('DKIM', t('no key here: the SMTP server has to sign')))]
      : subject.dkim.map(key => dkimFinding(resolver, key))),
    ...subject.from.map(domain => dmarcFinding(resolver, domain, subject)),
    ...(subject.bounceAddress === undefined ? [] : [mxFinding(resolver, subject.envelope)]),
    ptrFinding(resolver, subject.smtpHost, ip),
  ];
  return Promise.all(looks);
}

/** The records of a look-up; none if the name does not exist. @throws if the DNS fails */
async function records<T>(look: Promise<T[]>): Promise<T[]> {
  try {
    return await Promise.race([
      look,
      new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), dnsTimeoutMs).unref()),
    ]);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'ENODATA' || code === 'ENOTFOUND') return [];
    throw cause;
  }
}

const textsOf = async (resolver: Resolver, name: string): Promise<string[]> =>
  (await records(resolver.resolveTxt(name))).map(parts => parts.join(''));

const addressOf = async (resolver: Resolver, host: string): Promise<string | undefined> =>
  isIP(host) !== 0 ? host : (await records(resolver.resolve4(host)).catch(() => []))[0];

async function spfFinding(
  resolver: Resolver,
  { envelope, smtpHost }: DnsSubject,
  ip: string | undefined,
): Promise<Finding> {
  const about = `SPF of ${envelope}`;
  try {
    const found = (await textsOf(resolver, envelope)).filter(text => /^v=spf1\b/i.test(text));
    const [record] = found;
    if (record === undefined)
      return bad(
        about,
        t('there is no record'),
        t('Publish a TXT record at %{envelope}, as your SMTP provider says: v=spf1 include:… -all', { envelope }),
      );
    if (found.length > 1)
      return bad(
        about,
        t('there are %{count} records: receivers take none of them', { count: found.length }),
        t('Put them together into one.'),
      );
    if (ip === undefined || isPrivateAddress(ip))
      return skipped(
        about,
        t('%{record}; whether it includes %{smtpHost} cannot be told from here', { record, smtpHost }),
      );
    // It takes what Node's resolver gives, and says less of it in its types.
    const lookUp = async (name: string, type: string): Promise<string[]> =>
      z.custom<string[]>(Array.isArray).parse(await resolver.resolve(name, type));
    const { status } = await spf({ ip, sender: `x@${envelope}`, helo: smtpHost, mta: 'hebdo', resolver: lookUp });
    if (status.result === 'pass') return well(about, `includes ${smtpHost} (${ip})`);
    return warning(
      about,
      `does not include ${smtpHost} (${ip}): ${status.result}`,
      'If mail leaves from other addresses than the one it is handed in at, all may be well: look at a message that arrived. Else add what your SMTP provider says.',
    );
  } catch (cause) {
    return skipped(about, t('the DNS did not answer: %{cause}', { cause: whyOf(cause) }));
  }
}

async function dkimFinding(resolver: Resolver, { domain, selector, key }: DkimKey): Promise<Finding> {
  const name = `${selector}._domainkey.${domain}`;
  const about = `DKIM at ${name}`;
  try {
    const [published] = await textsOf(resolver, name);
    const wanted = dkimRecord(key);
    if (published === undefined)
      return bad(about, t('there is no record'), t('Publish this TXT record there: %{wanted}', { wanted }));
    const keyOf = (text: string): string => /\bp=([^;]*)/.exec(text)?.[1]?.replace(/\s/g, '') ?? '';
    return keyOf(published) === keyOf(wanted)
      ? well(about, 'has the key that we sign with')
      : bad(
          about,
          t('has another key than we sign with: every signature is wrong'),
          t('Publish this one: %{wanted}', { wanted }),
        );
  } catch (cause) {
    return skipped(about, t('the DNS did not answer: %{cause}', { cause: whyOf(cause) }));
  }
}

async function dmarcFinding(resolver: Resolver, domain: string, { envelope, dkim }: DnsSubject): Promise<Finding> {
  const about = `DMARC of ${domain}`;
  const organisation = getDomain(domain) ?? domain;
  try {
    const places = [...new Set([domain, organisation])].map(name => `_dmarc.${name}`);
    const found = (await Promise.all(places.map(name => textsOf(resolver, name)))).flat();
    const record = found.find(text => /^v=DMARC1\b/i.test(text));
    if (record === undefined)
      return bad(
        about,
        t('there is no record, and the large providers want one of those who send to many'),
        t('Publish a TXT record at _dmarc.%{organisation}: v=DMARC1; p=none; rua=mailto:…', { organisation }),
      );
    const strict = (tag: string): boolean => new RegExp(`\\b${tag}\\s*=\\s*s\\b`, 'i').test(record);
    const aligns = (other: string, isStrict: boolean): boolean =>
      isStrict ? other === domain : getDomain(other) === organisation;
    const byDkim = dkim.some(key => aligns(key.domain, strict('adkim')));
    const bySpf = aligns(envelope, strict('aspf'));
    if (byDkim || bySpf)
      return well(
        about,
        `${record.slice(0, 60)} (aligned by ${[...(byDkim ? ['DKIM'] : []), ...(bySpf ? ['SPF'] : [])].join(' and ')})`,
      );
    return warning(
      about,
      `neither the envelope's domain (${envelope}) nor that of a key here is ${organisation}'s`,
      `Sign for ${domain} (hebdo dkim new ${domain}), or use a bounce address there. If your SMTP server signs for it, all is well.`,
    );
  } catch (cause) {
    return skipped(about, t('the DNS did not answer: %{cause}', { cause: whyOf(cause) }));
  }
}

async function mxFinding(resolver: Resolver, domain: string): Promise<Finding> {
  const about = `MX of ${domain}`;
  try {
    const found = await records(resolver.resolveMx(domain));
    const [first] = found.sort((a, b) => a.priority - b.priority);
    return first !== undefined && first.exchange !== ''
      ? well(about, `bounces come to ${first.exchange}`)
      : bad(
          about,
          t('no server receives its mail: bounces are lost'),
          t('Publish an MX record at %{domain}, or use another HEBDO_BOUNCE_ADDRESS.', { domain }),
        );
  } catch (cause) {
    return skipped(about, t('the DNS did not answer: %{cause}', { cause: whyOf(cause) }));
  }
}

async function ptrFinding(resolver: Resolver, host: string, ip: string | undefined): Promise<Finding> {
  const about = `PTR of ${host}`;
  if (ip === undefined) return skipped(about, t('the host has no address that the DNS knows'));
  if (isPrivateAddress(ip)) return skipped(about, t('%{ip} is an address of a private network', { ip }));
  try {
    const [name] = await records(resolver.reverse(ip));
    if (name === undefined)
      return warning(
        about,
        `${ip} has no name`,
        'If this server delivers by itself, have its provider set one: many receivers refuse mail without.',
      );
    const back = await records(resolver.resolve4(name));
    return back.includes(ip)
      ? well(about, `${ip} is ${name}, and back`)
      : warning(
          about,
          `${ip} is ${name}, which is not ${ip}`,
          'Have the two made to agree, if this server delivers by itself.',
        );
  } catch (cause) {
    return skipped(about, t('the DNS did not answer: %{cause}', { cause: whyOf(cause) }));
  }
}

import type { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { spf } from 'mailauth/lib/spf/index.js';
import { getDomain } from 'tldts';
import { z } from 'zod';
import { type DkimKey, dkimRecord } from '../../message/dkim.ts';
import { isPrivateAddress } from '../../source/private-address.ts';
import { listed, t } from '../../wording/wording.ts';
import { bad, type Finding, skipped, subject, warning, well, whyOf } from './finding.ts';

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
export async function dnsFindings(resolver: Resolver, setup: DnsSubject): Promise<Finding[]> {
  const ip = await addressOf(resolver, setup.smtpHost);
  const looks = [
    spfFinding(resolver, setup, ip),
    ...(setup.dkim.length === 0
      ? [Promise.resolve(skipped(subject('dkim', 'DKIM'), t('no key here: the SMTP server has to sign')))]
      : setup.dkim.map(key => dkimFinding(resolver, key))),
    ...setup.from.map(domain => dmarcFinding(resolver, domain, setup)),
    ...(setup.bounceAddress === undefined ? [] : [mxFinding(resolver, setup.envelope)]),
    ptrFinding(resolver, setup.smtpHost, ip),
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
  const about = subject('spf', t('SPF of %{domain}', { domain: envelope }));
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
    if (status.result === 'pass') return well(about, t('includes %{host} (%{ip})', { host: smtpHost, ip }));
    return warning(
      about,
      t('does not include %{host} (%{ip}): %{result}', { host: smtpHost, ip, result: status.result }),
      t(
        'If mail leaves from another address than the one that takes it in, this may be right: look at the header of a message that arrived. Else add what your SMTP provider says.',
      ),
    );
  } catch (cause) {
    return skipped(about, t('the DNS did not answer: %{cause}', { cause: whyOf(cause) }));
  }
}

async function dkimFinding(resolver: Resolver, { domain, selector, key }: DkimKey): Promise<Finding> {
  const name = `${selector}._domainkey.${domain}`;
  const about = subject('dkim', t('DKIM at %{name}', { name }));
  try {
    const [published] = await textsOf(resolver, name);
    const wanted = dkimRecord(key);
    if (published === undefined)
      return bad(about, t('there is no record'), t('Publish this TXT record there: %{wanted}', { wanted }));
    const keyOf = (text: string): string => /\bp=([^;]*)/.exec(text)?.[1]?.replace(/\s/g, '') ?? '';
    return keyOf(published) === keyOf(wanted)
      ? well(about, t('has the key that hebdo signs with'))
      : bad(
          about,
          t('has another key than hebdo signs with: every signature is invalid'),
          t('Publish this one: %{wanted}', { wanted }),
        );
  } catch (cause) {
    return skipped(about, t('the DNS did not answer: %{cause}', { cause: whyOf(cause) }));
  }
}

async function dmarcFinding(resolver: Resolver, domain: string, { envelope, dkim }: DnsSubject): Promise<Finding> {
  const about = subject('dmarc', t('DMARC of %{domain}', { domain }));
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
        t('%{record} (aligned by %{methods})', {
          record: record.slice(0, 60),
          methods: listed([...(byDkim ? ['DKIM'] : []), ...(bySpf ? ['SPF'] : [])], 'conjunction'),
        }),
      );
    return warning(
      about,
      t('neither the envelope’s domain (%{envelope}) nor the domain of a key here belongs to %{organisation}', {
        envelope,
        organisation,
      }),
      t(
        'Sign for %{domain} (hebdo dkim new %{domain}), or use a bounce address of that domain. If your SMTP server signs for it, nothing is to be done.',
        { domain },
      ),
    );
  } catch (cause) {
    return skipped(about, t('the DNS did not answer: %{cause}', { cause: whyOf(cause) }));
  }
}

async function mxFinding(resolver: Resolver, domain: string): Promise<Finding> {
  const about = subject('mx', t('MX of %{domain}', { domain }));
  try {
    const found = await records(resolver.resolveMx(domain));
    const [first] = found.sort((a, b) => a.priority - b.priority);
    return first !== undefined && first.exchange !== ''
      ? well(about, t('bounces come to %{host}', { host: first.exchange }))
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
  const about = subject('ptr', t('PTR of %{host}', { host }));
  if (ip === undefined) return skipped(about, t('the host has no address that the DNS knows'));
  if (isPrivateAddress(ip)) return skipped(about, t('%{ip} is an address of a private network', { ip }));
  try {
    const [name] = await records(resolver.reverse(ip));
    if (name === undefined)
      return warning(
        about,
        t('%{ip} has no name', { ip }),
        t(
          'If this server delivers mail itself, have its provider set a name: many receivers refuse mail from an address without one.',
        ),
      );
    const back = await records(resolver.resolve4(name));
    return back.includes(ip)
      ? well(about, t('%{ip} is %{name}, and %{name} is %{ip}', { ip, name }))
      : warning(
          about,
          t('%{ip} is %{name}, but %{name} is not %{ip}', { ip, name }),
          t('If this server delivers mail itself, have the two records changed so that they agree.'),
        );
  } catch (cause) {
    return skipped(about, t('the DNS did not answer: %{cause}', { cause: whyOf(cause) }));
  }
}

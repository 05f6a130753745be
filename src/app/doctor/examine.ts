import { Resolver } from 'node:dns/promises';
import { defaultConnections } from '../../delivery/run/run-job.ts';
import type { Publication } from '../../publication/schema.ts';
import type { Checked } from '../../source/problem.ts';
import { counted, t } from '../../wording/wording.ts';
import { loadNewsletter } from '../compile/newsletter.ts';
import type { AppContext } from '../context.ts';
import { dkimKeys } from '../settings/dkim-keys.ts';
import { linkSecrets } from '../settings/secrets.ts';
import { type SendSettings, sendSettings } from '../settings/send-settings.ts';
import { dnsFindings } from './dns.ts';
import { bad, type Finding, skipped, subject, warning, well } from './finding.ts';
import { largestMessage, newestIssue } from './newest.ts';
import { secretFileFindings } from './secret-files.ts';
import { pageFindings, smtpFindings, storeFindings } from './servers.ts';

/**
 * Whether all is set up for sending, and what to do where it is not. Changes nothing.
 * @param dnsServer the DNS server to ask, as `9.9.9.9` or `127.0.0.1:5353`; else that of the system
 */
export async function examine(context: AppContext, dnsServer: string | undefined): Promise<Checked<Finding[]>> {
  const { folder, env } = context;
  // This machine's clock is looked at here, not the store's.
  const now = (): Date => new Date();
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return { problems: newsletter.problems };
  const { publication } = newsletter.value;
  const settings = await sendSettings(folder, env);
  const [secret] = linkSecrets(env).value ?? [];
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  if (dnsServer !== undefined) resolver.setServers([dnsServer]);
  const newest = await newestIssue(folder);
  const wanted = {
    connections: publication.sending.connections ?? defaultConnections,
    bytes: newest && settings.value && (await largestMessage(newest, settings.value.sender)),
  };
  const findings = await Promise.all([
    [well(subject('hebdo.yaml'), `${publication.languages.join(', ')}, ${publication.url}`)],
    settings.problems.map(({ file, message, hint }) => bad(subject('settings', file), message, hint)),
    secret === undefined ? [] : [secretFinding(secret)],
    secretFileFindings(folder, env),
    settings.value === undefined ? [] : smtpFindings(settings.value, wanted, now),
    settings.value === undefined
      ? [skipped(subject('dns', 'DNS'), t('see above first'))]
      : dnsOf(context, resolver, publication, settings.value),
    storeFindings(context, newest, publication),
    secret === undefined ? [] : pageFindings(publication, secret, now),
  ]);
  return { value: findings.flat(), problems: [] };
}

async function dnsOf(
  { folder, env }: AppContext,
  resolver: Resolver,
  publication: Publication,
  { smtp, sender }: SendSettings,
): Promise<Finding[]> {
  const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const from = [...new Set(Object.values(publication.from).map(({ address }) => domainOf(address)))];
  const { bounceAddress } = sender;
  const [server] = smtp;
  return dnsFindings(resolver, {
    from,
    envelope: bounceAddress === undefined ? (from[0] ?? '') : domainOf(bounceAddress),
    bounceAddress,
    smtpHost: server?.host ?? '',
    dkim: (await dkimKeys(folder, env)).value ?? [],
  });
}

/** A secret that is long enough may still be easy to guess. */
function secretFinding(secret: string): Finding {
  const remedy = t('Make one with `openssl rand -base64 32`, and keep the old one in HEBDO_SECRET_PREVIOUS.');
  return new Set(secret).size < 12
    ? warning(subject('HEBDO_SECRET'), t('has few different characters: it could be guessed'), remedy)
    : well(subject('HEBDO_SECRET'), counted(secret.length, 'character', 'characters'));
}

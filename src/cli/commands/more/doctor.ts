import { Resolver } from 'node:dns/promises';
import { styleText } from 'node:util';
import { loadNewsletter } from '../../../app/compile/newsletter.ts';
import { dnsFindings } from '../../../app/doctor/dns.ts';
import { bad, type Finding, skipped, warning, well } from '../../../app/doctor/finding.ts';
import { largestMessage, newestIssue } from '../../../app/doctor/newest.ts';
import { pageFindings, smtpFindings, storeFindings } from '../../../app/doctor/servers.ts';
import { dkimKeys } from '../../../app/settings/dkim-keys.ts';
import { linkSecrets } from '../../../app/settings/secrets.ts';
import { type SendSettings, sendSettings } from '../../../app/settings/send-settings.ts';
import { usualConnections } from '../../../delivery/run/job.ts';
import type { Publication } from '../../../publication/schema.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';

/** `hebdo doctor`: whether all is set up for sending, and what to do where it is not. Changes nothing. */
export async function doctor(context: Context, dnsServer: string | undefined): Promise<ExitCode> {
  const { folder, env, terminal, json, print, refuse } = context;
  // This machine's clock is looked at here, not the store's.
  const now = (): Date => new Date();
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return refuse(newsletter.problems);
  const { publication } = newsletter.value;
  const settings = await sendSettings(folder, env);
  const [secret] = linkSecrets(env).value ?? [];
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  if (dnsServer !== undefined) resolver.setServers([dnsServer]);
  const newest = await newestIssue(folder);
  const wanted = {
    connections: publication.sending.connections ?? usualConnections,
    bytes: newest && settings.value && (await largestMessage(newest, settings.value.sender)),
  };
  const findings = (
    await Promise.all([
      [well('hebdo.yaml', `${publication.languages.join(', ')}, ${publication.url}`)],
      settings.problems.map(({ file, message, hint }) => bad(file, message, hint)),
      secret === undefined ? [] : [secretFinding(secret)],
      settings.value === undefined ? [] : smtpFindings(settings.value, wanted, now),
      settings.value === undefined
        ? [skipped('DNS', 'see above first')]
        : dnsOf(context, resolver, publication, settings.value),
      storeFindings(() => context.openStore(), newest),
      secret === undefined ? [] : pageFindings(publication, secret, now),
    ])
  ).flat();
  if (json) print({ findings });
  else show(context, findings);
  const worst = findings.some(({ state }) => state === 'error');
  if (!json) terminal.say(worst ? '\n  Put the errors right before you send.' : '\n  All is set up for sending.');
  return worst ? exit.problems : exit.done;
}

async function dnsOf(
  { folder, env }: Context,
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

/** Long enough it is; guessed it can be all the same. */
function secretFinding(secret: string): Finding {
  const remedy = 'Make one with `openssl rand -base64 32`, and keep the old one in HEBDO_SECRET_PREVIOUS.';
  return new Set(secret).size < 12
    ? warning('HEBDO_SECRET', 'has few different characters: it could be guessed', remedy)
    : well('HEBDO_SECRET', `${secret.length} characters`);
}

const marks = { ok: ['✓', 'green'], warning: ['!', 'yellow'], error: ['✗', 'red'], skipped: ['–', 'dim'] } as const;

function show({ terminal }: Context, findings: readonly Finding[]): void {
  const { stream } = terminal;
  for (const { about, state, words, remedy } of findings) {
    const [mark, colour] = marks[state];
    terminal.say(`  ${styleText(colour, mark, { stream })} ${styleText('bold', about, { stream })}: ${words}`);
    if (remedy !== undefined) terminal.say(`    → ${remedy}`);
  }
}

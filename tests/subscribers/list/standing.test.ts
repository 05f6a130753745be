import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSubscriberList } from '../../../src/subscribers/import.ts';
import type { ListOptions } from '../../../src/subscribers/list/plan.ts';
import { emptyFolder } from '../../helpers/newsletter.ts';

/** How each line of a list is read: its standing, and why the address is suppressed; or why the file is refused. */
async function read(text: string | Buffer, options: ListOptions = {}, name = 'list.csv') {
  const path = join(await emptyFolder(), name);
  await writeFile(path, text);
  const { value: list, problems } = await openSubscriberList(path, options);
  if (list === undefined) return { problem: problems[0], from: undefined, lines: [], passedOver: [] };
  const lines = [];
  for await (const line of list.lines()) lines.push(list.person(line));
  return { problem: undefined, from: list.plan.from, lines, passedOver: list.passedOver };
}
const standings = async (...args: Parameters<typeof read>) =>
  (await read(...args)).lines.map(({ standing }) => standing);

describe('one who must not be mailed', () => {
  it.each([
    ['email,subscribed_to_emails', 'false', 'left'],
    ['email;Désinscrit', 'oui', 'left'],
    ['email;Désabonné', 'vrai', 'left'],
    ['email,email_disabled', 'true', 'left'],
    ['email,unsubscribed_at', '2024-03-01 10:00:00', 'left'],
    ['email,Date de désinscription', '14/05/2023', 'left'],
    ['email,IsUnsubscribed', 'true', 'left'],
    ['email,is_unsubscribed', 't', 'left'],
    ['email,Unsubscribed from all email', 'Yes', 'left'],
    ['email,blacklisted', '1', 'blocked'],
    ['email,EMAIL_BLACKLISTED', 'yes', 'blocked'],
    ['email,Blocklist reason', 'Contact asked', 'blocked'],
    ['email,Liste noire', 'x', 'blocked'],
    ['email,type', 'unsubscribed', 'left'],
    ['email,STATUT E-MAIL', 'Désabonné', 'left'],
    ['email,Email Marketing Status', 'Unsubscribed', 'left'],
    ['email,Email Marketing Status', 'Cleaned', 'bounced'],
    ['email,Email Marketing Status', 'Non-Subscribed', 'pending'],
    ['email,Emails disabled', 'Yes', 'left'],
    ['email,HasOptedOutOfEmail', 'TRUE', 'left'],
    ['email,Do not contact', '1', 'left'],
    ['email,Ne pas contacter', 'VRAI', 'left'],
    ['email,opt-in', 'N', 'left'],
    ['email,OptIn', 'FAUX', 'left'],
    ['email,Accepts Marketing', 'no', 'left'],
    ['email,abonné', 'non', 'left'],
    ['email,newsletter', '0', 'left'],
    ['email,Status', 'inactive', 'left'],
    ['email,Status', 'Cancelled', 'left'],
    ['email,Statut', 'désactivé', 'left'],
    ['email,status', 'hard bounced', 'bounced'],
    ['email,bounced', '2024-01-01', 'bounced'],
    ['email,status', 'complained', 'complained'],
    ['email,Plainte', 'oui', 'complained'],
    ['email,spam', 'true', 'complained'],
    ['email,confirmed', '0', 'pending'],
    ['email,Statut', 'en attente', 'pending'],
    ['email,status', 'unconfirmed', 'pending'],
    ['email,status', 'what is this', undefined],
    ['email,deleted_at', '2020-01-01', 'left'],
    ['email,archived', 'true', 'left'],
    ['email;Désabonné le', '01/02/2021', 'left'],
  ])('%s: %s is no active one', async (header, cell, expected) => {
    const delimiter = header.includes(';') ? ';' : ',';

    const { lines, problem } = await read(`${header}\ngone@example.org${delimiter}${cell}\n`);
    if (expected === undefined) expect(problem?.hint).toContain('--map "status=status"');
    else expect(lines.map(({ standing }) => standing)).toEqual([expected]);
  });

  it.each([
    ...['✅', '✔️', '☑'].map(cell => ['Désinscrit', cell]),
    ...[
      'Stop newsletter',
      'Arrêt newsletter',
      'Sans newsletter',
      'No newsletter',
      'No marketing',
      'Exclude from mailing',
      'Exclusion mailing',
      'Disable newsletter',
      'Block marketing',
      'Marketing suppression',
      'Not active',
      'Non actif',
      'Plus actif',
      'Not opted in',
      'Never subscribed',
      'Previously subscribed',
      'Ancien abonné',
      'Ex-abonné',
      'Fin d’abonnement',
      'Abonnement terminé',
      'Consent withdrawn',
      'Retrait du consentement',
      'Opposition RGPD',
      'GDPR objection',
      'Needs confirmation',
      'STOP',
      'Stop mail',
      'Radié',
      'Décédé',
      'Démission',
      'Parti',
      'Opposition',
      'Suppression',
    ].map(header => [header, 'oui']),
    ...['Subscription end', 'Fin d’abonnement', 'consent_revoked', 'consent_withdrawn_at'].map(header => [
      header,
      '2021-01-01',
    ]),
    ['J’accepte de recevoir la lettre (désinscription possible à tout moment)', 'Non'],
    ['I agree to receive emails (you can unsubscribe at any time)', 'No'],
    ['Newsletter', 'non (12/03/2021)'],
    ['Abonné', 'non, depuis 2021'],
    ['Abonné', 'parti le 03/02/2021'],
    ['Newsletter', 'stop 12/03/2021'],
    ['subscribed', 'no - 2021-03-01'],
    ['confirmed', 'sent 2021-01-01'],
    ['confirmed', 'no (2021-01-01)'],
    ...['inactive', 'pending', 'unconfirmed', 'cancelled', 'removed'].map(cell => ['list_status', cell]),
    ['Customer unsubscribed', 'yes'],
    ['Customer accepts marketing', 'no'],
    ['Email & phone opt-out', 'true'],
    ['subscribed_to_list', 'false'],
    ['Opt-out', 'confirmed'],
    ['Désinscription', 'confirmée'],
    ['Unsubscribe request', 'accepted'],
    ['bounce', 'confirmed'],
    ['Subscriber', 'No'],
    ...['withdrawn', 'revoked', 'denied', 'declined', 'No thanks'].map(cell => ['consent', cell]),
    ...['Non merci', 'stop', 'ne veut plus'].map(cell => ['Newsletter', cell]),
    ['Email address quarantined', 'true'],
    ['is_valid', 'false'],
    ['Email result', 'undeliverable'],
    ['receive_emails', 'false'],
    ['allow_email', 'no'],
    ['Reçoit le mail', 'non'],
    ['Envoi', 'non'],
    ['Contactable', 'non'],
    ['email_notifications', 'off'],
    ['reception', 'nomail'],
    ['Email preference', 'no email'],
    ['Abbestellt', 'ja'],
    ['Estado', 'baja'],
    ['Tags', 'unsubscribed'],
    ['Tags', 'a|Désabonné'],
    ...['NPAI', 'ne plus envoyer', 'à désinscrire', 'désabonné le 12/03', 'inactive', 'soft bounce'].map(cell => [
      'Observations',
      cell,
    ]),
    ['Abonné papier', 'non'],
  ] as [string, string][])('%s: %s is no active one, or refuses the file', async (header, cell) => {
    const { lines, problem } = await read(`email,name,"${header}"\ngone@example.org,A,"${cell}"\n`);
    if (problem === undefined) expect(lines.map(({ standing }) => standing)).not.toContain('active');
    else expect(problem.hint).toContain('--ignore');
  });

  it.each([
    ['email,status', 'b@example.com,', 'a@example.com,subscribed'],
    ['email,confirmed', 'b@example.com,', 'a@example.com,1'],
    ['email,confirmed_at', 'b@example.com,', 'a@example.com,2020-01-01'],
    ['email,confirmed', 'b@example.com,0000-00-00 00:00:00', 'a@example.com,2020-01-01 00:00:00'],
  ])('%s: nothing, where others say yes, is no active one', async (header, blank, filled) => {
    expect(await standings(`${header}\n${filled}\n${blank}\n`)).toEqual([
      'active',
      expect.not.stringContaining('active'),
    ]);
  });

  it.each([
    ['Subscriber,Subscribed,Unsubscribed', 'a@example.com,No,'],
    ['Subscriber,Sent,Opens,Clicks,Opt-in', 'a@example.com,1,1,1,No'],
    ['Contact ID,Email,Opt In', '1,a@example.com,No'],
    ['email,added_time,opt_in', 'a@example.com,2020-01-01,false'],
  ])('%s says no whatever program the columns are of', async (header, line) => {
    expect(await standings(`${header}\n${line}\n`)).not.toContain('active');
  });

  it('is so in JSON within objects and lists', async () => {
    for (const line of [
      { email: 'a@x.example', data: { prefs: { unsubscribed: true } } },
      { email: 'a@x.example', lists: [{ subscription_status: 'unsubscribed' }] },
    ]) {
      const { lines, problem } = await read(JSON.stringify(line), {}, 'list.jsonl');
      if (problem === undefined) expect(lines.map(({ standing }) => standing)).not.toContain('active');
    }
    const csv =
      'uuid,email,name,attributes,status\nu,a@x.example,A,"{""preferences"":{""unsubscribed"":true}}",enabled\n';
    expect(await standings(csv)).toEqual(['left']);
    const fine = {
      email: 'a@x.example',
      name: { first: 'Ann', last: 'Lee' },
      bounced: { value: false },
      unsubscribed: { value: false },
    };
    expect((await read(JSON.stringify(fine), {}, 'list.jsonl')).lines).toMatchObject([
      { standing: 'active', raw: { name: 'Ann Lee' } },
    ]);
  });

  it('is not hidden by a wrong encoding', async () => {
    const text = 'Email;Désabonné\na@example.com;oui\n';
    expect((await read(text, { encoding: 'windows-1252' })).problem?.message).toContain('encoded in UTF-8');
    const garbled = Buffer.from(text, 'utf8').toString('latin1');
    expect((await read(garbled)).problem?.message).toContain('saved in the wrong encoding');
  });

  it('is so by any of several columns, whichever comes last and however empty that is', async () => {
    expect(await standings('email,status,Statut\na@example.com,unsubscribed,\nb@example.com,,désabonné\n')).toEqual([
      'left',
      'left',
    ]);
    expect(await standings('email,status,bounced\na@example.com,active,yes\nb@example.com,active,no\n')).toEqual([
      'bounced',
      'active',
    ]);
  });

  it('is so in JSON Lines, by true, false, a date or a word, at any depth that is read', async () => {
    const lines = [
      { email: 'a@example.com', subscribed: false },
      { email: 'b@example.com', unsubscribed: true },
      { email: 'c@example.com', preferences: { unsubscribedAt: '2024-01-01' } },
      { email: 'd@example.com', subscribed: true, unsubscribed: false, preferences: { unsubscribedAt: null } },
      { email: 'e@example.com' },
    ];
    const text = lines.map(line => JSON.stringify(line)).join('\n');
    // The last says nothing where others say yes.
    expect(await standings(text, {}, 'list.jsonl')).toEqual(['left', 'left', 'left', 'active', 'unknown']);
  });

  it('keeps nothing but the address where the rest is wrong', async () => {
    const { lines } = await read('email,unsubscribed,tags,language\na@example.com,yes,"R&D",Klingon\n');
    expect(lines).toMatchObject([{ standing: 'left', raw: { email: 'a@example.com', status: 'unsubscribed' } }]);
  });

  it.each([
    ['a column that nothing understands', 'email,Abonnement actif\na@example.com,mensuel\n', 'Abonnement actif'],
    ['a status in a column of another name', 'email,info\na@example.com,Paris\nb@example.com,Unsubscribed\n', 'info'],
    ['a column that is understood by half', 'email,type\na@example.com,subscribed\nb@example.com,lost\n', 'type'],
  ])('%s refuses the file, names the column, and says what to say', async (_, text, column) => {
    const { problem } = await read(text);
    expect(problem?.message).toContain(`\`${column}\``);
    expect(problem?.hint).toContain(`--ignore "${column}"`);
    expect(await standings(text, { ignore: [column] })).not.toEqual([]);
  });

  it('is not made active by an option that names a column that is not there', async () => {
    expect((await read('email,stauts\na@example.com,x\n', { map: { status: 'status' } })).problem?.message).toContain(
      'no column `status`',
    );
  });

  it('is so whatever the program, spelling, order and encoding (property)', async () => {
    const said: [string, string][] = [
      ['unsubscribed', 'true'],
      ['Subscribed', 'false'],
      ['status', 'unsubscribed'],
      ['Statut', 'Désabonné'],
      ['opted_out', '1'],
      ['Opt In', 'non'],
      ['bounced', 'x'],
      ['Blacklisted', 'oui'],
      ['complaint', 'yes'],
      ['email_disabled', 'vrai'],
      ['desinscrit', 't'],
      ['Unsubscribe date', '2024-01-02'],
    ];
    const cased = (text: string, how: number): string =>
      [text, text.toUpperCase(), text.toLowerCase(), text.replaceAll('_', ' '), text.normalize('NFD')][how % 5] ?? text;
    const others: [string, string][] = [
      ['name', 'Ann'],
      ['city', 'Lyon'],
      ['status2', ''],
      ['subscribed_at', '2020-01-01'],
      ['language', 'fr'],
      ['active', 'yes'],
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...said),
        fc.subarray(others),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('utf8' as const, 'utf16le' as const),
        async ([header, cell], more, how, seed, delimiter, encoding) => {
          const columns = [...more, [cased(header, how), cased(cell, how >> 3)] as [string, string]];
          columns.splice(seed % (columns.length + 1), 0, ['email', 'gone@example.com']);
          const text = [0, 1].map(i => columns.map(column => column[i]).join(delimiter)).join('\r\n');
          const bytes = Buffer.from(encoding === 'utf16le' ? `\ufeff${text}` : text, encoding);
          const options = encoding === 'utf16le' ? { encoding: 'utf-16le' } : {};
          const { lines, problem } = await read(bytes, options);
          if (problem === undefined) expect(lines.map(({ standing }) => standing)).not.toContain('active');
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('one who may be mailed', () => {
  it.each([
    ['email,status', 'subscribed'],
    ['email,Statut', 'abonné'],
    ['email,status', 'Active'],
    ['email,unsubscribed_at', ''],
    ['email,unsubscribed', 'false'],
    ['email,bounced', '0'],
    ['email,blacklisted', '-'],
    ['email,subscribed', '2021-03-04'],
    ['email,confirmed', 'oui'],
    ['email,unsubscribe_url', 'https://x.example/u/1'],
    ['email,bounce count', '2'],
    ['email,city', 'Left Bank'],
    ['email,unsubscribed', '0.0'],
    ['email,unsubscribed_at', '0000-00-00 00:00:00'],
    ...['nil', 'undefined', 'NaT', 'nan'].map(cell => ['email,bounced_at', cell]),
    ['email,bounce status', 'no bounce'],
    ['email,plainte', 'aucune plainte'],
    ['email,unsub', 'Never unsubscribed'],
    ['email,credits left', '5'],
    ['email,cancelled orders', '2'],
    ['email,state', 'OK'],
    ['email,state', 'TX'],
    ['email,type', 'donor'],
    ['email,membership', 'gold'],
    ['email,Opt-in form', 'footer'],
    ['email,Inscrit par', 'Jean'],
    ['email,Confirmed by', 'Jean'],
    ['email,Marketing channel', 'web'],
    ['email,SMS Marketing Status', 'Unsubscribed'],
    ['email,Lead Status', 'New'],
    ['email,company', 'Active Ltd'],
    ['email,phone', '01 02 03 04 05'],
    ['email,source', 'newsletter'],
    ['email,title', 'Director'],
    ['email,notes', 'met at the fair'],
    ['email,Situation', 'mariée'],
    ['email,Newsletter', 'L’Hebdo'],
  ])('%s: %s is an active one', async (header, cell) => {
    expect(await standings(`${header},x\na@example.com,${cell},y\n`)).toEqual(['active']);
  });
});

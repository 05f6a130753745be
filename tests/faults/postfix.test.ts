import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { hebdo, start } from '../helpers/hebdo.ts';
import { balance, listOf, long, week } from './newsletter.ts';

const hasPostfix = process.getuid?.() === 0 && spawnSync('which', ['postfix']).status === 0;

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const recipients = 500;

/** A Postfix of the test's own, on loopback: `r0@example.com`, `r1@…` have mailboxes, nobody else has. */
async function postfix() {
  const port = await freePort();
  const folder = mkdtempSync('/var/tmp/hebdo-postfix-');
  const id = (what: string, who: string) => Number(execFileSync('id', [what, who], { encoding: 'utf8' }));
  const [uid, gid] = [id('-u', 'nobody'), id('-g', 'nobody')];
  for (const name of ['conf', 'spool', 'data', 'mail']) mkdirSync(join(folder, name));
  execFileSync('chmod', ['755', folder]);
  chownSync(join(folder, 'data'), id('-u', 'postfix'), id('-g', 'postfix'));
  chownSync(join(folder, 'mail'), uid, gid);
  const mailboxes = Array.from({ length: recipients }, (_, i) => `r${i}@example.com r${i}/`);
  writeFileSync(join(folder, 'conf/users'), `${mailboxes.join('\n')}\n`);
  writeFileSync(
    join(folder, 'conf/main.cf'),
    `compatibility_level = 3.6
queue_directory = ${folder}/spool
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = /var/tmp
myhostname = mx.example.com
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
mynetworks =
virtual_mailbox_domains = example.com
virtual_mailbox_maps = texthash:${folder}/conf/users
virtual_mailbox_base = ${folder}/mail
virtual_uid_maps = static:${uid}
virtual_gid_maps = static:${gid}
virtual_minimum_uid = 1
smtpd_client_connection_count_limit = 0
smtpd_relay_restrictions = reject_unauth_destination
`,
  );
  const services = [
    `127.0.0.1:${port} inet n - n - 20 smtpd`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'virtual unix - n n - - virtual',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'anvil unix - - n - 1 anvil',
    'proxymap unix - - n - - proxymap',
    'showq unix n - n - - showq',
    'flush unix n - n 1000? 0 flush',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  writeFileSync(join(folder, 'conf/master.cf'), `${services.join('\n')}\n`);
  execFileSync('postfix', ['-c', join(folder, 'conf'), 'start'], { stdio: 'ignore' });
  onTestFinished(() => {
    spawnSync('postfix', ['-c', join(folder, 'conf'), 'stop'], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  });
  /** Who has how many copies. */
  const taken = () =>
    readdirSync(join(folder, 'mail')).flatMap(name =>
      readdirSync(join(folder, 'mail', name, 'new')).map(() => ({ to: `${name}@example.com` })),
    );
  /** Until all that was accepted lies in its mailbox. */
  const settled = async () => {
    for (let i = 0; i < 100; i++) {
      if (/Mail queue is empty/.test(spawnSync('postqueue', ['-c', join(folder, 'conf'), '-p']).stdout.toString()))
        return;
      await sleep(100);
    }
    throw new Error('Postfix has not delivered all');
  };
  return { url: `smtp://127.0.0.1:${port}`, taken, settled };
}

const send = ['send', week, '--yes', '--connections', '5'];

describe.runIf(long && hasPostfix)('a real Postfix', () => {
  it('takes one copy for each, however often we are killed, and its refusals are understood', async () => {
    const { url, taken, settled } = await postfix();
    const folder = await listOf(recipients, url);
    const store = await openStore(`sqlite:${join(folder, '.hebdo/hebdo.db')}`);
    async function* more() {
      yield { address: 'nobody-here@example.com', language: 'fr' };
      yield { address: 'a@elsewhere.example', language: 'fr' };
    }
    await store.subscribers.upsert(more(), new Date(), () => undefined);
    await store.close();
    let killed = 0;
    for (let kill = 0; kill < 5; kill++) {
      const { child, ended } = start(folder, send);
      await sleep(1_500 + Math.random() * 600);
      child.kill('SIGKILL');
      if ((await ended).signal === 'SIGKILL') killed++;
    }
    expect([0, 3]).toContain((await hebdo(folder, send)).code);
    await settled();
    const { uncertain, twice, none, accepted, troubled } = await balance(folder, recipients, taken());
    expect([twice, none, troubled]).toEqual([[], [], 2]);
    expect(accepted + uncertain).toBe(recipients);
    expect(uncertain).toBeLessThanOrEqual(killed * 5);
    const after = await openStore(`sqlite:${join(folder, '.hebdo/hebdo.db')}`);
    // An address that is not there is suppressed; a server that will not relay says nothing about the reader.
    expect(await after.suppressions.find('nobody-here@example.com')).toBeDefined();
    expect(await after.suppressions.find('a@elsewhere.example')).toBeUndefined();
    const failed = await after.ledger.list(week, ['failed'], 10);
    expect(failed.map(({ code, words }) => `${code} ${words}`).sort()).toEqual([
      expect.stringMatching(/^550 5\.1\.1/),
      expect.stringMatching(/^554 5\.7\.1/),
    ]);
    await after.close();
  }, 120_000);
});

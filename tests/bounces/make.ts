// Makes fixtures/: real bounces of a Postfix and an Exim, for machines that have them (as root). Both take our messages,
// find a server that refuses them, and send their reports back, where they are kept as they come.
//   node tests/bounces/make.ts            HEBDO_EXIM names another exim4 than /usr/sbin/exim4
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SMTPServer } from 'smtp-server';
import { messageMaker } from '../../src/message/message.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { fixtureKeys, fixtureWeek } from './keys.ts';

const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the far server says of each local part, when it says it. */
const refusals: Record<string, [number, string]> = {
  unknown: [550, '5.1.1 <unknown@example.com>: Recipient address rejected: User unknown in virtual mailbox table'],
  nosuch: [550, 'No such user here'],
  full: [552, '5.2.2 <full@example.com> Mailbox is full / over quota'],
  closed: [550, '5.2.1 The email account that you tried to reach is disabled'],
  spam: [554, '5.7.1 Service unavailable; Client host [192.0.2.1] blocked using a list of spammers'],
  busy: [451, '4.3.2 System is busy, please come back later'],
};
const names = Object.keys(refusals);

async function smtp(onRcpt: (name: string) => Error | undefined, onMail: (raw: Buffer) => void): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, _session, done) => done(onRcpt(address.split('@')[0] ?? '')),
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        onMail(Buffer.concat(chunks));
        done();
      });
    },
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
  return (server.server.address() as AddressInfo).port;
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** A Postfix that warns after a few seconds and gives up after some more. */
async function postfix(folder: string, far: number, back: number): Promise<{ port: number; stop(): void }> {
  const port = await freePort();
  for (const name of ['conf', 'spool', 'data']) mkdirSync(join(folder, name));
  execFileSync('chmod', ['755', folder]);
  const id = (what: string) => Number(execFileSync('id', [what, 'postfix'], { encoding: 'utf8' }));
  chownSync(join(folder, 'data'), id('-u'), id('-g'));
  writeFileSync(join(folder, 'conf/routes'), `news.example.com smtp:[127.0.0.1]:${back}\n* smtp:[127.0.0.1]:${far}\n`);
  const services = [
    `127.0.0.1:${port} inet n - n - 20 smtpd`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 2 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'smtp unix - - n - - smtp',
    'proxymap unix - - n - - proxymap',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'anvil unix - - n - 1 anvil',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  writeFileSync(join(folder, 'conf/master.cf'), `${services.join('\n')}\n`);
  writeFileSync(
    join(folder, 'conf/main.cf'),
    `compatibility_level = 3.6
queue_directory = ${folder}/spool
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = /var/tmp
myhostname = mx.example.net
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
local_recipient_maps =
alias_maps =
mynetworks = 127.0.0.0/8
transport_maps = texthash:${folder}/conf/routes
delay_warning_time = 4s
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 3s
maximal_queue_lifetime = 12s
bounce_queue_lifetime = 12s
smtp_tls_security_level = none
`,
  );
  const command = (what: string) => spawnSync('postfix', ['-c', join(folder, 'conf'), what], { encoding: 'utf8' });
  const started = command('start');
  if (started.status !== 0) throw new Error(started.stderr);
  return { port, stop: () => command('stop') };
}

async function exim(folder: string, far: number, back: number): Promise<{ port: number; stop(): void }> {
  const port = await freePort();
  for (const name of ['spool', 'log']) mkdirSync(join(folder, name));
  execFileSync('chown', ['-R', 'Debian-exim', folder]);
  const conf = join(folder, 'exim.conf');
  const program = process.env.HEBDO_EXIM ?? '/usr/sbin/exim4';
  writeFileSync(
    conf,
    `exim_path = ${program}
primary_hostname = mx.example.net
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
acl_smtp_rcpt = take
tls_advertise_hosts =
queue_only = true
delay_warning = 4s
begin acl
take:
  accept
begin routers
back:
  driver = manualroute
  domains = news.example.com
  route_list = * 127.0.0.1
  self = send
  transport = back
out:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = out
begin transports
back:
  driver = smtp
  port = ${back}
  allow_localhost
  hosts_try_fastopen =
out:
  driver = smtp
  port = ${far}
  allow_localhost
  hosts_try_fastopen =
begin retry
* * F,12s,2s
`,
  );
  const daemon = spawn(program, ['-C', conf, '-bdf', '-oX', `<; 127.0.0.1.${port}`], { stdio: 'inherit' });
  await sleep(1_000);
  // Only root may name a configuration: its own queue runners would not be.
  const runner = setInterval(() => spawnSync(program, ['-C', conf, '-qq']), 2_000);
  const stop = (): void => {
    clearInterval(runner);
    daemon.kill();
  };
  return { port, stop };
}

/** Hands a message to a server, line by line. */
async function submit(port: number, from: string, to: string, raw: Buffer): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', chunk => {
    heard = String(chunk);
  });
  const say = async (words: string | Buffer): Promise<void> => {
    heard = '';
    socket.write(words);
    while (heard === '') await sleep(10);
  };
  while (heard === '') await sleep(10);
  await say('EHLO news.example.com\r\n');
  await say(`MAIL FROM:<${from}>\r\n`);
  await say(`RCPT TO:<${to}>\r\n`);
  await say('DATA\r\n');
  await say(Buffer.concat([raw, Buffer.from('\r\n.\r\n')]));
  socket.end('QUIT\r\n');
}

const { value: publication } = await loadPublication(root);
if (publication === undefined) throw new Error('the sample is broken');
const { secrets, bounceAddress } = fixtureKeys;
const compose = messageMaker(
  {
    week: fixtureWeek,
    language: 'fr',
    subject: 'Un numéro d’essai',
    html: '<p>Bonjour\u00a0! <a href="\uE101">Se désabonner</a></p>',
    text: 'Bonjour\u00a0!\n\nSe désabonner\u00a0: \uE101\n',
    images: [],
  },
  { publication, secret: secrets[0] ?? '', bounceAddress },
);

for (const [server, begin] of [
  ['postfix', postfix],
  ['exim', exim],
] as const) {
  const folder = mkdtempSync('/var/tmp/hebdo-bounces-');
  const came: Buffer[] = [];
  const refuse = (name: string): Error | undefined => {
    const [code, words] = refusals[name] ?? [550, '5.1.1 nobody'];
    return Object.assign(new Error(words), { responseCode: code });
  };
  const far = await smtp(refuse, () => undefined);
  const back = await smtp(
    () => undefined,
    raw => came.push(raw),
  );
  const { port, stop } = await begin(folder, far, back);
  for (const [i, name] of names.entries()) {
    const to = `${name}@example.com`;
    const { raw, envelope } = await compose({ id: i + 1, address: to }, new Date());
    await submit(port, envelope.from, to, raw);
  }
  await sleep(30_000);
  stop();
  for (const [i, name] of names.entries()) {
    const about = came.filter(raw => raw.includes(`bounces+${i + 1}-`));
    for (const [n, raw] of about.entries())
      writeFileSync(join(fixtures, `${server}-${name}${about.length > 1 ? `-${n + 1}` : ''}.eml`), raw);
    console.log(`${server} ${name}: ${about.length}`);
  }
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

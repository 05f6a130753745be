import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterTest } from './after-test.ts';

/** A mailbox that a test fills and looks at. */
export type TestMailbox = {
  url: string;
  /** Puts a mail into it, as a server that receives one does. */
  deliver(raw: Buffer): Promise<void> | void;
  /** The flags of each mail, in their order. */
  flags(): Promise<string[][]> | string[][];
};

/**
 * As much of an IMAP server (RFC 3501, RFC 2177) as a reader of bounces needs, in memory.
 * @param hooks `cut` says whether to hang up in the middle of the mail with this number; `keywords: false` keeps no flags
 *   but the standard ones
 */
export async function imapDouble(hooks: { cut?(uid: number): boolean; keywords?: boolean; password?: string } = {}) {
  const mails: { raw: Buffer; flags: Set<string> }[] = [];
  const idlers = new Set<Socket>();
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      idlers.delete(socket);
    });
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    let rest = '';
    let idleTag = '';
    say('* OK double');
    socket.on('data', chunk => {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (line === 'DONE') {
          idlers.delete(socket);
          say(`${idleTag} OK done`);
        } else respond(line);
      }
    });
    const respond = (line: string): void => {
      const [tag = '', ...words] = line.split(' ');
      const command = words.join(' ');
      const uid = Number(/^UID (?:FETCH|STORE) (\d+)/.exec(command)?.[1] ?? 0);
      const mail = mails[uid - 1];
      if (command === 'CAPABILITY') say('* CAPABILITY IMAP4rev1 IDLE');
      else if (/^LOGIN/.test(command) && hooks.password !== undefined && !command.includes(hooks.password)) {
        say(`${tag} NO [AUTHENTICATIONFAILED] wrong password`);
        return;
      } else if (/^LIST/.test(command)) say('* LIST () "/" INBOX');
      else if (/^SELECT/.test(command)) {
        const keeps = hooks.keywords === false ? '' : ' \\*';
        say('* FLAGS (\\Seen \\Deleted)');
        say(`* OK [PERMANENTFLAGS (\\Seen \\Deleted${keeps})] ok`);
        say(`* ${mails.length} EXISTS`);
        say('* OK [UIDVALIDITY 1] ok');
        say(`* OK [UIDNEXT ${mails.length + 1}] ok`);
      } else if (/^UID SEARCH/.test(command)) {
        const keyword = /UNKEYWORD (\S+)/.exec(command)?.[1];
        const found = mails.flatMap(({ flags }, i) =>
          flags.has('\\Seen') || (keyword !== undefined && flags.has(keyword)) ? [] : [i + 1],
        );
        say(`* SEARCH ${found.join(' ')}`.trim());
      } else if (/^UID FETCH/.test(command) && mail !== undefined) {
        const most = Number(/<0\.(\d+)>/.exec(command)?.[1] ?? mail.raw.length);
        const bytes = mail.raw.subarray(0, most);
        socket.write(`* ${uid} FETCH (UID ${uid} BODY[]<0> {${bytes.length}}\r\n`);
        if (hooks.cut?.(uid) === true) {
          socket.end(bytes.subarray(0, bytes.length / 2));
          return;
        }
        socket.write(bytes);
        say(')');
      } else if (/^UID STORE/.test(command)) {
        for (const flag of /\(([^)]*)\)/.exec(command)?.[1]?.split(' ') ?? []) mail?.flags.add(flag);
      } else if (command === 'IDLE') {
        idleTag = tag;
        idlers.add(socket);
        say('+ idling');
        return;
      } else if (command === 'LOGOUT') {
        say('* BYE bye');
        say(`${tag} OK bye`);
        socket.end();
        return;
      }
      say(`${tag} OK done`);
    };
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
  afterTest(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `imap://bounces:${hooks.password ?? 'secret'}@127.0.0.1:${port}/INBOX`,
    deliver(raw: Buffer) {
      mails.push({ raw, flags: new Set() });
      for (const socket of idlers) socket.write(`* ${mails.length} EXISTS\r\n`);
    },
    flags: () => mails.map(({ flags }) => [...flags].sort()),
    /** Hangs up on everyone. */
    drop() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Whether this machine has a Dovecot that a test may start. */
export const hasDovecot = process.getuid?.() === 0 && spawnSync('which', ['dovecot', 'doveadm']).status === 0;

/** A Dovecot of the test's own, on loopback. */
export async function dovecot(): Promise<TestMailbox> {
  const folder = mkdtempSync('/var/tmp/hebdo-dovecot-');
  chmodSync(folder, 0o755);
  const port = await new Promise<number>(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address() as AddressInfo;
      probe.close(() => resolve(address.port));
    });
  });
  const id = (what: string): string => execFileSync('id', [what, 'nobody'], { encoding: 'utf8' }).trim();
  const [uid, gid] = [id('-u'), id('-g')];
  mkdirSync(join(folder, 'mail'));
  execFileSync('chown', ['-R', `${uid}:${gid}`, join(folder, 'mail')]);
  writeFileSync(join(folder, 'users'), `bounces:{PLAIN}secret:${uid}:${gid}::${folder}/mail::\n`);
  const conf = join(folder, 'dovecot.conf');
  writeFileSync(
    conf,
    `protocols = imap
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:~/Maildir
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = passwd-file
  args = ${folder}/users
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`,
  );
  const child = spawn('dovecot', ['-F', '-c', conf], { stdio: 'inherit' });
  const ended = new Promise(resolve => child.on('close', resolve));
  afterTest(async () => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  for (let tries = 0; tries < 100; tries++) {
    const open = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.end());
    });
    if (open) break;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  const doveadm = (...args: string[]): string => execFileSync('doveadm', ['-c', conf, ...args], { encoding: 'utf8' });
  return {
    url: `imap://bounces:secret@127.0.0.1:${port}/INBOX`,
    deliver(raw) {
      execFileSync('doveadm', ['-c', conf, 'save', '-u', 'bounces', '-m', 'INBOX'], { input: raw });
    },
    flags: () =>
      doveadm('-f', 'tab', 'fetch', '-u', 'bounces', 'flags', 'mailbox', 'INBOX')
        .trim()
        .split('\n')
        .slice(1)
        .map(line =>
          line
            .split(' ')
            .filter(flag => flag !== '\\Recent' && flag !== '')
            .sort(),
        ),
  };
}

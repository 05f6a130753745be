import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Reply, replyParser } from '../../../src/delivery/smtp/reply.ts';
import { smtpTransport } from '../../../src/delivery/smtp/smtp-transport.ts';
import type { Message } from '../../../src/message/message.ts';
import { type Act, manners, oddServer } from '../../helpers/odd-server.ts';
import { politely, scriptedServer } from '../../helpers/smtp.ts';
import { message, yes } from './transport-contract.ts';

const to = (port: number, limit = 700) =>
  smtpTransport(
    { host: '127.0.0.1', port, tls: 'never' },
    { connect: 1_000, greeting: limit, command: limit, data: limit, dot: limit },
  );

/** A server that is polite but where `answer` says something; what it heard. */
async function server(pipelining: boolean, answer: (line: string, heard: readonly string[]) => string | undefined) {
  const heard: string[] = [];
  const { port } = await scriptedServer(line => {
    heard.push(line);
    if (line.startsWith('EHLO') && pipelining) return '250-test\r\n250 PIPELINING\r\n';
    return answer(line, heard) ?? politely(line);
  });
  const verbs = () => heard.slice(2).map(line => line.split(' ')[0]);
  return { port, heard, verbs };
}

describe.each([
  ['without PIPELINING', false],
  ['with PIPELINING', true],
])('a server that answers out of step, %s', (_, pipelining) => {
  const next = message('b@example.com');

  it.each([
    ['DATA with 250', 'DATA', '250 2.0.0 ok\r\n'],
    ['DATA with another 3yz', 'DATA', '334 go on\r\n'],
    ['DATA with the answer to the dot along', 'DATA', '354 go on\r\n250 2.0.0 taken\r\n'],
    ['DATA with half an answer to the dot along', 'DATA', '354 go on\r\n250 2.'],
    ['MAIL twice', 'MAIL', '250 ok\r\n250 ok\r\n'],
    ['MAIL with 354', 'MAIL', '354 go on\r\n'],
    ['MAIL with 221', 'MAIL', '221 2.0.0 bye\r\n'],
    ['MAIL with 235', 'MAIL', '235 2.7.0 welcome\r\n'],
    ['RCPT with 354', 'RCPT', '354 go on\r\n'],
    ['RCPT with 1yz', 'RCPT', '150 wait\r\n'],
    ['RCPT with lines of different codes', 'RCPT', '250-2.1.5 ok\r\n550 5.1.1 nobody\r\n'],
    ['RCPT twice', 'RCPT', '250 ok\r\n250 ok\r\n'],
  ])('to %s: the message is lost, no dot goes out, and the connection is closed', async (_, at, words) => {
    const { port, verbs } = await server(pipelining, line => (line.startsWith(at) ? words : undefined));
    const session = await to(port).open();
    let asked = 0;
    const outcome = await session.send(message(), async () => ++asked > 0);
    expect(outcome).toEqual({ kind: 'lost', words: expect.stringMatching(/./) });
    expect(session.usable).toBe(false);
    expect((await session.send(next, yes)).kind).toBe('lost');
    await sleep(20);
    expect(verbs().filter(verb => verb === '<dot>' || verb === 'RSET' || verb === 'QUIT')).toEqual([]);
  });

  it.each(['221 2.0.0 bye', '220 hello', '354 go on', '211 help', '235 welcome', '199 wait'])(
    'to the dot with %s: the message may be there',
    async words => {
      const { port } = await server(pipelining, line => (line === '<dot>' ? `${words}\r\n` : undefined));
      const session = await to(port).open();
      expect((await session.send(message(), yes)).kind).toBe('uncertain');
      expect(session.usable).toBe(false);
    },
  );

  it('to the dot twice, alike: that is the answer, and the connection is not used again', async () => {
    for (const [words, kind] of [
      ['250 2.0.0 taken\r\n', 'accepted'],
      ['554 5.6.0 no\r\n', 'refused'],
    ]) {
      const { port } = await server(pipelining, line => (line === '<dot>' ? `${words}${words}` : undefined));
      const session = await to(port).open();
      expect((await session.send(message(), yes)).kind).toBe(kind);
      expect(session.usable).toBe(false);
    }
  });

  it('to the dot before it came, so that the real answer comes after: nobody knows, and no other is blamed', async () => {
    for (const announced of [true as const, next]) {
      const { port } = await server(pipelining, (line, heard) => {
        // From the dot on each answer comes one command late.
        if (line === '<dot>') return '250 2.0.0 too early\r\n';
        if (!heard.includes('<dot>')) return undefined;
        if (line.startsWith('MAIL') || line === 'RSET') return '554 5.6.0 the real answer\r\n';
        return '250 2.1.0 that was to the command before\r\n';
      });
      const session = await to(port).open();
      expect((await session.send(message(), () => Promise.resolve(announced))).kind).toBe('uncertain');
      expect((await session.send(next, yes)).kind).toBe('lost');
    }
  });

  it('to no RSET at all is in step nevertheless, where it knows QUIT', async () => {
    const { port } = await server(pipelining, line => (line === 'RSET' ? '502 5.5.1 what\r\n' : undefined));
    const session = await to(port).open();
    expect((await session.send(message(), yes)).kind).toBe('accepted');
    expect(session.usable).toBe(false);
  });

  it.each([
    ['2.1.0 sender ok', 'uncertain'],
    ['2.0.0 queued', 'accepted'],
  ])('answers %s after the dot, then goes: %s', async (words, kind) => {
    const { port } = await scriptedServer((line, socket) => {
      if (line.startsWith('EHLO')) return '250-test\r\n250 PIPELINING\r\n';
      if (line !== '<dot>') return politely(line);
      socket.end(`250 ${words}\r\n`);
      return undefined;
    });
    const session = await to(port).open();
    expect((await session.send(message(), async () => next)).kind).toBe(kind);
  });

  it('says 421 between two messages: the next one wants another connection', async () => {
    let socketOf: Socket | undefined;
    const { port } = await scriptedServer((line, socket) => {
      socketOf = socket;
      return politely(line);
    });
    const session = await to(port).open();
    expect((await session.send(message(), yes)).kind).toBe('accepted');
    socketOf?.write('421 4.4.2 timeout\r\n');
    await expect.poll(() => session.usable).toBe(false);
    expect(await session.send(next, yes)).toEqual({
      kind: 'lost',
      words: 'the server sent a reply to no command: 421 4.4.2 timeout',
    });
  });
});

describe('a server before the first message', () => {
  it.each([
    ['greets twice', '<connect>', '220 test\r\n220 test\r\n'],
    ['greets with 250', '<connect>', '250 test\r\n'],
    ['answers EHLO twice', 'EHLO', '250-test\r\n250 8BITMIME\r\n250 ok\r\n'],
    ['answers EHLO with half a reply more', 'EHLO', '250-test\r\n250 8BITMIME\r\n25'],
    ['answers AUTH with 250', 'AUTH', '250 ok\r\n'],
    ['answers AUTH twice', 'AUTH', '235 ok\r\n235 ok\r\n'],
    ['answers STARTTLS with more, in clear text (CVE-2011-0411)', 'STARTTLS', '220 go\r\n250 injected\r\n'],
  ])('that %s is not sent to', async (_, at, words) => {
    const { port } = await scriptedServer(line => (line.startsWith(at) ? words : politely(line)));
    const tls = at === 'STARTTLS' ? ('starttls' as const) : ('never' as const);
    const auth = { user: 'u', pass: 'p' };
    const limits = { connect: 500, greeting: 500, command: 500, data: 500, dot: 500 };
    const session = smtpTransport({ host: '127.0.0.1', port, tls, auth }, limits).open();
    await expect(session.then(it => it.send(message(), yes))).rejects.toThrow('127.0.0.1');
  });
});

describe('a server that offers several ways to log in', () => {
  const auth = { user: 'u', pass: 'secret' };
  const login = async (refused: Readonly<Record<string, string>>) => {
    const asked: string[] = [];
    let step = '';
    const { port } = await scriptedServer(line => {
      if (line.startsWith('EHLO')) return '250-test\r\n250 AUTH PLAIN LOGIN CRAM-MD5\r\n';
      if (line.startsWith('AUTH')) {
        step = line.split(' ')[1] ?? '';
        asked.push(step);
        return refused[step] ?? (step === 'PLAIN' ? '235 ok\r\n' : '334 VXNlcm5hbWU6\r\n');
      }
      if (!/^([A-Z]{4}\b|<)/.test(line)) {
        const isUser = line === Buffer.from(auth.user).toString('base64');
        return isUser && step === 'LOGIN' ? '334 UGFzc3dvcmQ6\r\n' : '235 ok\r\n';
      }
      return politely(line);
    });
    const limits = { connect: 500, greeting: 500, command: 500, data: 500, dot: 500 };
    const session = smtpTransport({ host: '127.0.0.1', port, tls: 'never', auth }, limits).open();
    const kind = await session.then(
      async it => (await it.send(message(), yes)).kind,
      cause => String(cause),
    );
    return { asked, kind };
  };

  it.each([
    [{}, ['PLAIN']],
    [{ PLAIN: '504 5.5.4 not that\r\n' }, ['PLAIN', 'LOGIN']],
    [{ PLAIN: '535 5.7.8 no\r\n' }, ['PLAIN', 'LOGIN']],
    [{ PLAIN: '538 no\r\n', LOGIN: '534 no\r\n' }, ['PLAIN', 'LOGIN', 'CRAM-MD5']],
  ])('and refuses %j is logged in to by the next: %j', async (refused, asked) => {
    expect(await login(refused)).toEqual({ asked, kind: 'accepted' });
  });

  it('and refuses all is told by the first reply; a temporary failure ends it at once', async () => {
    const no = '535 5.7.8 bad password\r\n';
    const all = await login({ PLAIN: no, LOGIN: '504 no\r\n', 'CRAM-MD5': '504 no\r\n' });
    expect([all.asked.length, all.kind]).toEqual([3, expect.stringContaining('bad password')]);
    expect((await login({ PLAIN: '454 4.7.0 later\r\n' })).asked).toEqual(['PLAIN']);
  });
});

describe('a reply without end', () => {
  it.each(['<connect>', 'EHLO', 'AUTH', 'MAIL', '<dot>'])(
    'to %s ends the connection after some kilobytes',
    async at => {
      for (const line of ['250-x\r\n', '250 x\r\n', '250-x', '\r\n', `250-${'x'.repeat(500)}\r\n`]) {
        let written = 0;
        const endless = line.repeat(2_000);
        const { port } = await scriptedServer((heard, socket) => {
          if (!heard.startsWith(at)) return heard.startsWith('AUTH') ? '235 ok\r\n' : politely(heard);
          const more = (): void => {
            // What the system holds for a connection that nobody reads any more is some megabytes.
            while (!socket.destroyed && written < 100_000_000) {
              written += endless.length;
              if (!socket.write(endless)) return;
            }
          };
          socket.on('drain', more);
          more();
          return undefined;
        });
        const server = { host: '127.0.0.1', port, tls: 'never' as const, auth: { user: 'u', pass: 'p' } };
        const limits = { connect: 5_000, greeting: 5_000, command: 5_000, data: 5_000, dot: 5_000 };
        const kind = await smtpTransport(server, limits)
          .open()
          .then(async session => (await session.send(message(), yes)).kind)
          .catch(cause => (cause instanceof Error ? 'unreachable' : cause));
        // `250 x` once more is no matter to the dot: nothing else was said.
        expect(['lost', 'uncertain', 'unreachable', ...(at === '<dot>' ? ['accepted'] : [])]).toContain(kind);
        expect(written).toBeLessThan(100_000_000);
      }
    },
  );
});

describe('a reply', () => {
  it('is the same wherever its bytes are cut', () => {
    const line = fc.tuple(
      fc.integer({ min: 200, max: 599 }),
      fc.array(fc.stringMatching(/^[ -~é]{0,30}$/), { maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), fc.array(fc.nat(400)), (replies, cuts) => {
        const text = replies
          .flatMap(([code, more]) => [...more.map(words => `${code}-${words}\r\n`), `${code} end\r\n`])
          .join('');
        const bytes = Buffer.from(text);
        const read = (places: readonly number[]): Reply[] => {
          const found: Reply[] = [];
          const parser = replyParser();
          const ends = [...new Set([...places.map(place => place % bytes.length), bytes.length])].sort((a, b) => a - b);
          ends.forEach((end, i) => {
            parser.read(bytes.subarray(ends[i - 1] ?? 0, end), reply => found.push(reply));
          });
          expect(parser.isOpen).toBe(false);
          return found;
        };
        expect(read(cuts)).toEqual(read([]));
        expect(read([]).map(({ code }) => code)).toEqual(replies.map(([code]) => code));
      }),
    );
  });
});

/** Dialogues that are tried; `HEBDO_FAULTS=long` tries more. */
const dialogues = process.env.HEBDO_FAULTS === 'long' ? 12_000 : 2_400;
const together = 60;

describe('whatever a server does', () => {
  const codes = [200, 220, 221, 235, 250, 251, 354, 334, 421, 450, 451, 452, 454, 500, 502, 503, 550, 552, 554];
  // Most acts are as they should be, so that dialogues get somewhere.
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 4, arbitrary: fc.constant<Act>({ code: 0, how: 'plainly', hasty: 250 }) },
    {
      weight: 1,
      arbitrary: fc.record({
        code: fc.oneof(fc.constant(0), fc.constantFrom(...codes)),
        how: fc.constantFrom(...manners),
        hasty: fc.constantFrom(250, 451, 550),
      }),
    },
  );
  // A reply that is missing cannot be told from the one after it where another is there twice or too early, is missing too, or the
  // connection goes before the count is seen to be wrong; nor can one too many where the connection goes. For example, 250 before
  // the dot, then 421 to it, reads like 250 to the dot and 421 to what follows. No client can know then, and nothing is asked of this one.
  const isExtra = ({ how }: Act): boolean => how === 'doubled' || how === 'doubled late' || how === 'hasty';
  const isEnd = ({ code, how }: Act): boolean => how === 'hanging up' || code === 421;
  const polite: Act = { code: 0, how: 'plainly', hasty: 250 };
  const countable = (acts: Act[]): Act[] => {
    const hasExtra = acts.some(isExtra);
    // 250 for RCPT that is the one to DATA, and 354 that is the one to the dot, too early: what the client reads is a flawless dialogue.
    const isCounted = !hasExtra && !acts.some(({ how }) => how === 'early');
    const missing = !isCounted ? -1 : acts.findIndex(({ how }) => how === 'never');
    return acts.map((one, i) => {
      if (one.how === 'never') return i === missing ? one : polite;
      return isEnd(one) && (missing !== -1 || hasExtra) ? polite : one;
    });
  };
  const dialogue = fc.record({
    script: fc.array(act, { minLength: 1, maxLength: 18 }).map(countable),
    pipelining: fc.boolean(),
    /** Whether the next message is announced before the dot of the one before. */
    announces: fc.boolean(),
    /** Milliseconds that the ledger takes. */
    ledger: fc.constantFrom(0, 0, 2),
  });
  type Dialogue = typeof dialogue extends fc.Arbitrary<infer T> ? T : never;

  const people = ['r1@x.example', 'r2@x.example', 'r3@x.example', 'r4@x.example'];
  const messages = people.map((address): Message => {
    const made = message(address);
    return { ...made, envelope: { from: address, to: address } };
  });

  const kinds: Record<string, number> = {};
  async function hold({ script, pipelining, announces, ledger }: Dialogue): Promise<void> {
    const { port, seen, close } = await oddServer(script, pipelining);
    const session = await to(port, 200).open();
    for (const [i, one] of messages.entries()) {
      if (!session.usable) break;
      const address = one.envelope.to;
      let asked = false;
      const outcome = await session.send(one, async () => {
        asked = true;
        if (ledger > 0) await sleep(ledger);
        return (announces ? messages[i + 1] : undefined) ?? true;
      });
      kinds[outcome.kind] = (kinds[outcome.kind] ?? 0) + 1;
      if (outcome.kind === 'accepted') expect(seen.taken).toContain(address);
      if (outcome.kind === 'refused' || (outcome.kind === 'deferred' && outcome.code !== undefined)) {
        const mark = /#(\d+)$/.exec(outcome.words)?.[1];
        expect(seen.owners[Number(mark)]).toBe(address);
      }
      if (outcome.kind === 'uncertain') expect(asked).toBe(true);
      if (outcome.kind === 'lost' || outcome.kind === 'uncertain') expect(session.usable).toBe(false);
      if (outcome.kind === 'lost') expect(seen.dots).not.toContain(address);
    }
    session.close();
    close();
    expect(new Set(seen.dots).size).toBe(seen.dots.length);
  }

  it('accepted is only what it took, nobody is blamed for another, uncertain is only where the dot went out', {
    timeout: 300_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(dialogue, { minLength: together, maxLength: together }), async all => {
        await Promise.all(all.map(one => hold(one).catch(cause => expect.fail(`${cause} in ${JSON.stringify(one)}`))));
      }),
      // Each is told whole where it fails; to make sixty smaller together takes minutes.
      { numRuns: dialogues / together, endOnFailure: true },
    );
    for (const kind of ['accepted', 'deferred', 'refused', 'lost', 'uncertain'])
      expect(kinds[kind]).toBeGreaterThan(dialogues / 50);
  });
});

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hebdo, start } from '../helpers/hebdo.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { smtpSink } from '../helpers/smtp.ts';
import { balance, listOf, long, week } from './newsletter.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

/** A way to a database that can fall silent: what is open stays open, and nothing comes or goes any more. */
async function quietWay(database: string) {
  const target = new URL(database);
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer(from => {
    const to = connect(Number(target.port), target.hostname);
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    from.on('data', data => void (isSilent || to.write(data)));
    to.on('data', data => void (isSilent || from.write(data)));
    from.on('close', () => to.destroy());
    to.on('close', () => void (isSilent || from.destroy()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(database), { port: String(port) }).href,
    fallSilent: () => {
      isSilent = true;
    },
  };
}

describe('a database that falls silent in mid-run', () => {
  const begin = async () => {
    const database = await postgres.fresh();
    const way = await quietWay(database);
    const { url, taken } = await smtpSink({ onTaken: () => sleep(20) });
    const folder = await listOf(300, url, database);
    const sender = start(folder, ['send', week, '--yes'], { HEBDO_DATABASE_URL: way.url });
    onTestFinished(() => void sender.child.kill('SIGKILL'));
    await expect.poll(() => taken.length, { timeout: 60_000 }).toBeGreaterThan(20);
    way.fallSilent();
    const began = performance.now();
    return { folder, taken, sender, seconds: () => (performance.now() - began) / 1_000 };
  };
  const goesOn = async (folder: string, taken: readonly { to: string }[]) => {
    await expect
      .poll(async () => (await hebdo(folder, ['send', week, '--yes'])).code, { timeout: 100_000, interval: 2_000 })
      .toBeOneOf([0, 3]);
    const { twice, none, uncertain } = await balance(folder, 300, taken);
    expect([twice, none]).toEqual([[], []]);
    expect(uncertain).toBeLessThanOrEqual(10);
  };

  it.runIf(long)(
    'is not waited for without an end: the run stops, says so, and goes on when it is back',
    async () => {
      const { folder, taken, sender, seconds } = await begin();
      const { code, err } = await sender.ended;
      expect([code, err]).toEqual([4, expect.stringContaining('hebdo cannot continue')]);
      expect(seconds()).toBeLessThan(120);
      await goesOn(folder, taken);
    },
    300_000,
  );

  it('does not keep the program from ending when it is told to', async () => {
    const { folder, taken, sender, seconds } = await begin();
    sender.child.kill('SIGTERM');
    expect((await sender.ended).code).toBe(130);
    expect(seconds()).toBeLessThan(30);
    await goesOn(folder, taken);
  }, 300_000);
});

describe('a worker whose database is away', () => {
  it('waits for it, and works when it comes', async () => {
    const { url, taken } = await smtpSink();
    const database = await postgres.fresh();
    const folder = await listOf(20, url, database);
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    await new Promise(resolve => free.close(resolve));
    const worker = start(folder, ['worker'], {
      HEBDO_DATABASE_URL: Object.assign(new URL(database), { port: String(port) }).href,
    });
    onTestFinished(() => void worker.child.kill('SIGKILL'));
    let said = '';
    worker.child.stdout.on('data', chunk => {
      said += chunk;
    });
    await expect.poll(() => said, { timeout: 60_000 }).toContain('hebdo tries again; nothing is lost.');
    // It comes: at that port the database is to be had now.
    const target = new URL(database);
    const server = createServer(from => {
      const to = connect(Number(target.port), target.hostname);
      from.pipe(to).pipe(from);
      for (const socket of [from, to]) socket.on('error', () => from.destroy());
    }).listen(port, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const sender = await hebdo(folder, ['send', week, '--yes', '--hand-out']);
    expect([sender.code, taken.length]).toEqual([0, 20]);
    worker.child.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
  }, 120_000);
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { makeTally } from '../../src/cli/terminal/tally.ts';
import { withoutAddresses } from '../../src/delivery/smtp/reply.ts';
import { afterTest } from '../helpers/after-test.ts';
import { hebdo, secret, start } from '../helpers/hebdo.ts';
import { issueYaml, newsletterWith, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { reply, smtpSink } from '../helpers/smtp.ts';

async function send(env: Record<string, string>) {
  const { url } = await smtpSink({
    onRcpt: to => {
      if (to.startsWith('b')) throw reply(550, `5.1.1 <${to}> unknown`);
    },
  });
  const folder = await newsletterWith({ [`issues/${sampleWeek}.yaml`]: issueYaml(sampleWeek) });
  await hebdo(folder, ['subscribers', 'add', 'a@example.com']);
  await hebdo(folder, ['subscribers', 'add', 'b@example.com', '--language', 'en']);
  return hebdo(folder, ['send', sampleWeek, '--yes'], { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret, ...env });
}

describe('HEBDO_LOG_LEVEL', () => {
  it('asks for events as lines of JSON, on standard error, without an address or a secret', async () => {
    const { err, code } = await send({ HEBDO_LOG_LEVEL: 'debug' });
    expect(code).toBe(0);
    const events = err
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(events.map(({ msg }) => msg)).toEqual(['run begins', 'delivery', 'delivery', 'run ends']);
    expect(events.find(({ state }) => state === 'failed')).toMatchObject({
      domain: 'example.com',
      words: '5.1.1 <…> unknown',
    });
    expect(err).not.toContain('@example.com');
    expect(err).not.toContain(secret);
  });

  it('is silence else', async () => {
    expect((await send({})).err).toBe('');
    expect(withoutAddresses('no user Zoé.x@example.com here')).toBe('no user <…> here');
  });
});

/** What collects metrics, and all that it was sent. */
async function collector() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(`${request.url} ${body}`);
      response.end('{}');
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
  afterTest(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { bodies, port };
}

describe('OpenTelemetry', () => {
  it('gets how deliveries ended where the environment names a collector', async () => {
    const { bodies, port } = await collector();
    expect(
      (await send({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_SERVICE_NAME: 'weekly' })).code,
    ).toBe(0);
    const all = bodies.join();
    expect(all).toContain('/v1/metrics');
    expect(all).toContain('hebdo.deliveries');
    expect(all).toContain('weekly');
    for (const state of ['accepted', 'failed']) expect(all).toContain(state);
    expect(all).not.toContain('@example.com');
  });

  it('gets the same from a worker, once for all its chunks', async () => {
    const postgres = await startPostgres();
    afterTest(() => postgres.stop());
    const { bodies, port } = await collector();
    const { url } = await smtpSink();
    const folder = await sampleNewsletter();
    const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret, HEBDO_DATABASE_URL: await postgres.fresh() };
    await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv'], env);
    const watching = start(folder, ['send', sampleWeek, '--yes', '--hand-out'], env);
    const told = { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
    const worker = start(folder, ['worker'], told);
    expect((await watching.ended).code).toBe(0);
    worker.child.kill('SIGTERM');
    await worker.ended;
    const all = bodies.join();
    for (const words of ['hebdo.deliveries', sampleWeek, 'accepted']) expect(all).toContain(words);
    // Two chunks, 20 deliveries and one.
    expect(bodies.length).toBeLessThanOrEqual(2);
  }, 60_000);

  it('that is away keeps no run from ending', async () => {
    expect((await send({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' })).code).toBe(0);
  });
});

describe('the lines under the progress bar', () => {
  it('count languages and states, and name the domains that ask for less', () => {
    const tally = makeTally(
      new Map([
        ['fr', 1_200],
        ['en', 3],
      ]),
    );
    const delivery = { id: 1, language: 'fr', domain: 'slow.example', attempts: 0 };
    const now = new Date();
    tally.add(delivery, { state: 'deferred', code: 451, dueAt: now });
    tally.add(delivery, { state: 'deferred', code: 452, dueAt: now });
    tally.add(delivery, { state: 'accepted', code: 250 });
    tally.add({ ...delivery, language: 'en' }, { state: 'failed', code: 550 });
    expect(tally.lines()).toEqual([
      'fr 1/1,200   en 1/3   2 deferred   1 accepted   1 failed',
      'asked to slow down: slow.example (2 times)',
    ]);
  });
});

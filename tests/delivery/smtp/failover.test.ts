import { describe, expect, it } from 'vitest';
import { failover } from '../../../src/delivery/smtp/failover.ts';
import { smtpTransport } from '../../../src/delivery/smtp/smtp-transport.ts';
import { type Transport, TransportError } from '../../../src/delivery/smtp/transport.ts';
import { smtpSink } from '../../helpers/smtp.ts';
import { message, yes } from './transport-contract.ts';

const down = (name: string, permanent = false): Transport & { asked: number } => ({
  name,
  asked: 0,
  async open() {
    this.asked++;
    throw new TransportError(`${name}: no answer`, permanent, undefined);
  },
});

describe('several SMTP servers', () => {
  it('are used in the order of preference: the next takes over from one that is down', async () => {
    const { port, taken } = await smtpSink();
    const first = smtpTransport({ host: '127.0.0.1', port: 1, tls: 'never' });
    const second = smtpTransport({ host: '127.0.0.1', port, tls: 'never' });
    const session = await failover([first, second]).open();
    expect((await session.send(message(), yes)).kind).toBe('accepted');
    session.close();
    expect(taken).toHaveLength(1);
  });

  it('pass over one that was down for a minute, and then ask it again', async () => {
    let now = 0;
    const [first, second] = [down('a'), down('b')];
    const both = failover([first, second], () => now);
    await expect(both.open()).rejects.toThrow('a: no answer; b: no answer');
    second.open = async () => ({
      send: async () => ({ kind: 'withdrawn' }),
      usable: true,
      pipelining: false,
      close() {},
      abort() {},
    });
    now = 30_000;
    await both.open();
    expect(first.asked).toBe(2);
    await both.open();
    expect(first.asked).toBe(2);
    now = 100_000;
    await both.open();
    expect(first.asked).toBe(3);
  });

  it('are worth another try unless all of them refuse for good', async () => {
    const permanent = async (servers: Transport[]) =>
      failover(servers)
        .open()
        .catch((cause: TransportError) => cause.permanent);
    expect(await permanent([down('a', true), down('b')])).toBe(false);
    expect(await permanent([down('a', true), down('b', true)])).toBe(true);
  });
});

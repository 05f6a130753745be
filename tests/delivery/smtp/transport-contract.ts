import { describe, expect, it } from 'vitest';
import type { Transport } from '../../../src/delivery/smtp/transport.ts';
import type { Message } from '../../../src/message/message.ts';

export const message = (to = 'a@example.com', body = 'hello\r\n'): Message => ({
  id: '<1@example.com>',
  envelope: { from: 'news@example.com', to },
  raw: Buffer.from(`From: news@example.com\r\nTo: ${to}\r\nSubject: x\r\n\r\n${body}`),
});
export const yes = () => Promise.resolve(true);

/** What every transport must do. `taken` is what its other end has accepted so far. */
export function transportContract(
  open: () => Promise<{ transport: Transport; taken: () => { to: string; raw: Buffer }[] }>,
): void {
  describe('a transport', () => {
    it('hands over each message, byte for byte, to its one recipient', async () => {
      const { transport, taken } = await open();
      const session = await transport.open();
      const dots = '.\r\n..\r\n.x\r\nend\r\n';
      expect((await session.send(message('a@example.com', dots), yes)).kind).toBe('accepted');
      expect((await session.send(message('b@example.com'), yes)).kind).toBe('accepted');
      session.close();
      expect(taken().map(({ to }) => to)).toEqual(['a@example.com', 'b@example.com']);
      expect(taken()[0]?.raw.toString()).toContain(`\r\n\r\n${dots}`);
    });

    it('asks before the last step, and takes it only after a yes', async () => {
      const { transport, taken } = await open();
      const session = await transport.open();
      let before = -1;
      await session.send(message(), async () => {
        before = taken().length;
        return true;
      });
      expect([before, taken().length]).toEqual([0, 1]);
      expect(await session.send(message('b@example.com'), () => Promise.resolve(false))).toEqual({ kind: 'withdrawn' });
      expect(session.usable).toBe(false);
      await new Promise(resolve => setTimeout(resolve, 100));
      expect(taken()).toHaveLength(1);
    });

    it('is told of the next message before the last step of the one before, and sends both', async () => {
      const { transport, taken } = await open();
      const session = await transport.open();
      const next = message('b@example.com');
      expect((await session.send(message(), () => Promise.resolve(next))).kind).toBe('accepted');
      expect((await session.send(next, yes)).kind).toBe('accepted');
      session.close();
      expect(taken().map(({ to }) => to)).toEqual(['a@example.com', 'b@example.com']);
    });

    it('passes a failure of the question on, and sends nothing', async () => {
      const { transport, taken } = await open();
      const session = await transport.open();
      await expect(session.send(message(), () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
      expect(session.usable).toBe(false);
      await new Promise(resolve => setTimeout(resolve, 100));
      expect(taken()).toHaveLength(0);
    });
  });
}

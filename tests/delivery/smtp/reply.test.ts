import { expect, it } from 'vitest';
import { smtpTransport } from '../../../src/delivery/smtp/smtp-transport.ts';
import { refusalClass } from '../../../src/replies/refusal.ts';
import { politely, scriptedServer } from '../../helpers/smtp.ts';
import { message, yes } from './transport-contract.ts';

it.each([
  ['latin1', Buffer.from('550 Bo\u00eete inconnue : \u00e9\r\n', 'latin1'), 'Boîte inconnue : é'],
  ['UTF-8', Buffer.from('550 Boîte inconnue : é\r\n'), 'Boîte inconnue : é'],
  ['Windows-1252', Buffer.from('550 Bo\u00eete inconnue \u0085\r\n', 'latin1'), 'Boîte inconnue …'],
  ['lines of both', Buffer.from('550-Bo\u00eete\r\n550 inconnue \u00c3\u00a9\r\n', 'latin1'), 'Boîte inconnue é'],
])('a reply in %s is read as its server wrote it, so that its words are known', async (_, bytes, words) => {
  const { port } = await scriptedServer((line, socket) => {
    if (!line.startsWith('RCPT')) return politely(line);
    socket.write(bytes);
    return undefined;
  });
  const session = await smtpTransport({ host: '127.0.0.1', port, tls: 'never' }).open();
  expect(await session.send(message(), yes)).toEqual({ kind: 'refused', code: 550, words });
  session.close();
  expect(refusalClass(550, words)).toBe('hard');
});

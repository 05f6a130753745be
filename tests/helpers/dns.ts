import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterTest } from './after-test.ts';

/** What a name has: `{ 'example.com TXT': ['v=spf1 -all'], 'example.com MX': ['10 mx.example.com'] }`. */
export type Zone = Record<string, readonly string[]>;

const types: Record<number, string> = { 1: 'A', 12: 'PTR', 15: 'MX', 16: 'TXT', 28: 'AAAA' };

/** A DNS server (RFC 1035) on loopback, over UDP, that knows what a test tells it. @returns its address, as `127.0.0.1:5353` */
export async function dnsServer(zone: Zone): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    let at = 12;
    const labels: string[] = [];
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
    const end = at + 5;
    const type = types[query.readUInt16BE(at + 1)] ?? '';
    const name = labels.join('.').toLowerCase();
    const found = zone[`${name} ${type}`] ?? [];
    const isKnown = Object.keys(zone).some(key => key.startsWith(`${name} `));
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    // An answer, with recursion; NXDOMAIN where the name is not there at all.
    head.writeUInt16BE(isKnown ? 0x8180 : 0x8183, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(found.length, 6);
    const answers = found.map(value => {
      const data = dataOf(type, value);
      const answer = Buffer.alloc(12);
      answer.writeUInt16BE(0xc00c, 0);
      query.copy(answer, 2, at + 1, end);
      answer.writeUInt32BE(60, 6);
      answer.writeUInt16BE(data.length, 10);
      return Buffer.concat([answer, data]);
    });
    socket.send(Buffer.concat([head, query.subarray(12, end), ...answers]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  afterTest(() => void socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

function dataOf(type: string, value: string): Buffer {
  if (type === 'A') return Buffer.from(value.split('.').map(Number));
  if (type === 'TXT')
    return Buffer.concat(
      (value.match(/.{1,255}/gs) ?? ['']).map(part => Buffer.from([part.length, ...Buffer.from(part)])),
    );
  if (type === 'MX') {
    const [priority = '0', host = ''] = value.split(' ');
    return Buffer.concat([Buffer.from([0, Number(priority)]), nameOf(host)]);
  }
  return nameOf(value);
}

const nameOf = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map(label => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);

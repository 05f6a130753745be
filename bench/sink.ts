import { createServer, type Server } from 'node:net';

/**
 * An SMTP server that answers, counts and keeps nothing.
 * @param onMessage is told of each message taken
 */
export function sink(port: number, onMessage: () => void = () => undefined): Server {
  return createServer(socket => {
    socket.write('220 sink ESMTP\r\n');
    let data = false;
    let tail = '';
    socket.on('error', () => undefined);
    const command = (line: string): string => {
      if (line.startsWith('EHLO')) return '250-sink\r\n250-PIPELINING\r\n250-SMTPUTF8\r\n250 8BITMIME\r\n';
      if (line === 'QUIT') return '221 bye\r\n';
      if (line !== 'DATA') return '250 ok\r\n';
      data = true;
      return '354 go\r\n';
    };
    socket.on('data', chunk => {
      let text = tail + chunk.toString('latin1');
      let answers = '';
      for (;;) {
        const mark = data ? '\r\n.\r\n' : '\r\n';
        const at = text.indexOf(mark);
        if (at === -1) break;
        const line = text.slice(0, at);
        text = text.slice(at + mark.length);
        if (data) {
          data = false;
          onMessage();
          answers += '250 2.0.0 ok\r\n';
        } else answers += command(line);
      }
      // Of a message only what may begin its end is kept.
      tail = data ? text.slice(-4) : text;
      if (answers !== '') socket.write(answers);
    });
  }).listen(port, '127.0.0.1');
}

import type { Socket } from 'node:net';
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { listening } from './smtp.ts';

/** How a server gives its answer to a command. */
export const manners = [
  'plainly',
  /** A few milliseconds later. */
  'late',
  /** Twice, in one packet or in two. */
  'doubled',
  'doubled late',
  /** Byte by byte. */
  'split',
  'in lines',
  /** With the answer before it, and not again when its command comes. */
  'early',
  /** To DATA only: plainly, and then the answer to the dot as soon as a byte of the message is there; the dot is answered in earnest, too. */
  'hasty',
  'never',
  'hanging up',
] as const;
type Manner = (typeof manners)[number];

/** What a server does with its nth command; `hasty` is the code that comes too early where it is hasty. */
export type Act = { code: number; how: Manner; hasty: number };

/** What a server saw and did. */
type Seen = {
  /** Recipients of whom the final dot was read, and of these those whose message was taken. */
  dots: string[];
  taken: string[];
  /** Commands, in order, by connection. */
  heard: string[][];
  /** Whose command the nth of the script was; what is said to it ends in `#n`. */
  owners: (string | undefined)[];
};

const polite: Act = { code: 0, how: 'plainly', hasty: 250 };
const usualCode = (command: string): number => (command === 'DATA' ? 354 : command === 'QUIT' ? 221 : 250);

/**
 * An SMTP server that does as the script says, command by command, on its first connection, and is polite otherwise. Senders are to be
 * named as recipients are, for the server to know whose command MAIL is.
 */
export async function oddServer(script: readonly Act[], pipelining: boolean) {
  const seen: Seen = { dots: [], taken: [], heard: [], owners: [] };
  const serve = (socket: Socket, acts: readonly Act[]): void => {
    socket.setNoDelay(true);
    const heard: string[] = [];
    seen.heard.push(heard);
    let output = Promise.resolve();
    let to: string | undefined;
    let current = '';
    let takesMessage = false;
    let hasty: number | undefined;
    let count = 0;
    const then = (step: () => Promise<unknown> | unknown): void => {
      output = output.then(step).then(() => undefined);
    };
    const write = (text: string): void => then(() => socket.destroyed || socket.write(text));
    const answer = (command: string): void => {
      const { code, how, hasty: tooEarly } = acts[count] ?? polite;
      seen.owners.push(current);
      const mark = `#${count}`;
      const next = acts[++count];
      const given = code === 0 ? usualCode(command) : code;
      const text = `${given} ${command} ${mark}\r\n`;
      const early = next?.how === 'early' ? `${next.code || (command === 'RCPT' ? 354 : 250)} early #${count}\r\n` : '';
      if (command === 'MAIL') to = undefined;
      if (command === 'RCPT' && given < 300) to = current;
      if (command === 'dot' && given < 300 && to !== undefined) seen.taken.push(to);
      if (command === 'RSET' || command === 'dot') to = undefined;
      if (command === 'DATA' && given === 354) takesMessage = true;
      if (command === 'DATA' && given === 354 && how === 'hasty') hasty = tooEarly;
      switch (how) {
        case 'late':
          then(() => sleep(3));
          write(text + early);
          break;
        case 'doubled':
          write(text + text + early);
          break;
        case 'doubled late':
          write(text + early);
          then(() => sleep(3));
          write(text);
          break;
        case 'split':
          for (const byte of text + early) {
            write(byte);
            then(() => immediate());
          }
          break;
        case 'in lines':
          write(`${given}-one\r\n${given}-two\r\n${text}${early}`);
          break;
        case 'early':
          // It was given with the one before, where there is one.
          write(count === 1 ? text + early : early);
          break;
        case 'never':
          break;
        case 'hanging up':
          then(() => socket.destroy());
          break;
        default:
          write(text + early);
      }
    };
    const read = (line: string): void => {
      if (takesMessage) {
        if (line !== '.') return;
        takesMessage = false;
        heard.push('dot');
        if (to !== undefined) seen.dots.push(to);
        answer('dot');
        return;
      }
      const command = line.slice(0, 4);
      heard.push(command);
      if (command === 'EHLO') {
        write(pipelining ? '250-odd\r\n250 PIPELINING\r\n' : '250 odd\r\n');
        return;
      }
      if (command === 'MAIL') current = /<(.*)>/.exec(line)?.[1] ?? '';
      answer(command);
    };
    write('220 odd\r\n');
    let rest = '';
    socket.on('data', chunk => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (takesMessage && hasty !== undefined && line !== '.') {
          write(`${hasty} hasty #${count - 1}\r\n`);
          hasty = undefined;
        }
        read(line);
      }
    });
  };
  const { port, close } = await listening(socket => serve(socket, seen.heard.length === 0 ? script : []));
  return { port, seen, close };
}

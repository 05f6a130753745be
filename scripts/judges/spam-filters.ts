import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isInstalled, type Judge, run } from './judge.ts';

export const spamAssassin: Judge = {
  name: 'SpamAssassin',
  wanted: '0.0 or less',
  install: 'spamassassin',
  isThere: () => isInstalled('spamassassin'),
  judge({ eml }) {
    // Without the network: it could say nothing of a domain that does not exist.
    const out = run('spamassassin', ['-L', '-t', eml]);
    const score = Number(/\((-?[\d.]+) points/.exec(out)?.[1] ?? Number.NaN);
    const rules = [...out.matchAll(/^ *(-?\d+\.\d) ([A-Z][A-Z0-9_]+)/gm)].filter(([, points]) => Number(points) > 0);
    return { said: score.toFixed(1), isGood: score <= 0, found: rules.map(([, points, name]) => `${name} ${points}`) };
  },
};

export const rspamd: Judge = {
  name: 'rspamd',
  wanted: 'below 0.5',
  install: 'rspamd',
  isThere: () => isInstalled('rspamd'),
  judge({ eml }) {
    // As from a relay of one's own: there is no DNS that could say anything of the sender.
    const out = run('rspamc', ['-h', '127.0.0.1:11333', '-i', '127.0.0.1', eml]);
    const score = Number(/Score: (-?[\d.]+)/.exec(out)?.[1] ?? Number.NaN);
    const symbols = [...out.matchAll(/^Symbol: (\w+) \((-?[\d.]+)\)/gm)].map(([, name = '', points]) => ({
      name,
      points: Number(points),
    }));
    return {
      said: score.toFixed(2),
      isGood: score < 0.5,
      found: symbols.filter(({ points }) => points > 0).map(({ name, points }) => `${name} ${points}`),
    };
  },
};

/** Starts rspamd, whose client needs a server. @returns a function that ends it */
export async function startRspamd(): Promise<() => void> {
  const child = spawn('rspamd', ['-f', '-i'], { stdio: 'ignore' });
  for (let i = 0; i < 120 && !(await answers(11_333)); i++) await pause(500);
  return () => void child.kill('SIGTERM');
}

const answers = (port: number): Promise<boolean> =>
  new Promise(done => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    }).once('error', () => done(false));
  });

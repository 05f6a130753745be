import { describe, expect, it } from 'vitest';
import { secret, start } from '../helpers/hebdo.ts';
import { sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';

const marker = 'S3cr3tM4rk3r';
const body = marker.repeat(6);

/** What a person may put into a variable by mistake; each holds the marker where the secret stands. */
const shapes = {
  bare: body,
  quoted: `" ${body} "`,
  lines: `${body}\n${body}`,
  pemWithoutFirstLine: `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${body}\n${body}\n-----END PRIVATE KEY-----`,
  pemWithoutLastLine: `-----BEGIN PRIVATE KEY-----\n${body}`,
  pemOfRubbish: `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`,
  smtp: `smtp://me:${body}@127.0.0.1:1`,
  smtpWithSlash: `smtp://me:${body}/34@127.0.0.1:1`,
  smtpWithHash: `smtp://me:${body}#x@127.0.0.1:1`,
  smtpBadPort: `smtps://me:${body}@127.0.0.1:99999`,
  noSlashes: `smtp:me:${body}@127.0.0.1`,
  otherScheme: `mysql://me:${body}@127.0.0.1:1/db`,
  postgres: `postgres://me:${body}@127.0.0.1:1/db`,
  postgresWithSlash: `postgres://me:${body}/x@127.0.0.1:1/db`,
  postgresDigitsThenSlash: `postgres://me:34/${body}@127.0.0.1:1/db`,
  postgresUserWithSlash: `postgres://us/er:${body}@127.0.0.1:1/db`,
  postgresKey: `postgres://me@127.0.0.1:1/db?sslkey=${body}`,
  postgresRoot: `postgres://me@127.0.0.1:1/db?sslrootcert=${body}`,
  sqliteServer: `sqlite://me:${body}@127.0.0.1`,
  imap: `imaps://me:${body}@127.0.0.1:1/INBOX`,
  imapWithQuestion: `imaps://me:${body}?x@127.0.0.1:1/INBOX`,
  command: `echo ${body} >&2; exit 1`,
} as const;

const good = {
  HEBDO_SMTP_URL: 'smtp://127.0.0.1:1?tls=never',
  HEBDO_SECRET: secret,
  HEBDO_DKIM_DOMAIN: 'example.com',
  HEBDO_DKIM_SELECTOR: 'a',
  HEBDO_BOUNCE_ADDRESS: 'bounces@example.com',
  HEBDO_LOG_LEVEL: 'trace',
};
const tokens = { HEBDO_SMTP_URL: 'smtp://me@127.0.0.1:1?auth=xoauth2&tls=never' };
const serve = ['serve', '--port', '0', '--verbose'];
const doctor = ['doctor', '--verbose'];
const send = ['send', sampleWeek, '--yes', '--verbose'];

/** Each secret variable, the commands that read it, and what else must be set for that. */
const variables: [name: string, commands: string[][], more?: Record<string, string>][] = [
  ['HEBDO_SMTP_URL', [doctor, send]],
  ['HEBDO_DATABASE_URL', [doctor, ['store', 'backup', 'x.db', '--verbose']]],
  ['HEBDO_MARKER_URL', [send]],
  ['HEBDO_SECRET', [doctor]],
  ['HEBDO_SECRET_PREVIOUS', [doctor, serve]],
  ['HEBDO_DKIM_KEY', [doctor, send]],
  ['HEBDO_IMAP_URL', [['bounces', '--verbose']]],
  ['HEBDO_SMTP_TOKEN_COMMAND', [doctor, send], tokens],
  [
    'HEBDO_SMTP_CLIENT_SECRET',
    [send],
    { ...tokens, HEBDO_SMTP_CLIENT_ID: 'x', HEBDO_SMTP_TOKEN_URL: 'http://127.0.0.1:1/' },
  ],
  [
    'HEBDO_SMTP_REFRESH_TOKEN',
    [send],
    { ...tokens, HEBDO_SMTP_CLIENT_ID: 'x', HEBDO_SMTP_TOKEN_URL: 'http://127.0.0.1:1/' },
  ],
  ['HEBDO_POSTMARK_SECRET', [serve]],
  ['HEBDO_BREVO_SECRET', [serve]],
  ['HEBDO_MAILGUN_SIGNING_KEY', [serve]],
];

/** `npm run test:faults` tries every shape; `npm test` those that the name of the variable suggests, and a few. */
const all = process.env.HEBDO_FAULTS === 'long';
const likely: [RegExp, (keyof typeof shapes)[]][] = [
  [/SMTP_URL/, ['smtp', 'smtpWithSlash', 'smtpWithHash', 'smtpBadPort', 'noSlashes']],
  [/DATABASE|MARKER/, ['postgres', 'postgresWithSlash', 'sqliteServer', 'otherScheme']],
  [/IMAP/, ['imap', 'imapWithQuestion', 'otherScheme']],
  [/DKIM/, ['pemWithoutFirstLine', 'pemWithoutLastLine', 'pemOfRubbish', 'quoted']],
  [/COMMAND/, ['command']],
  [/./, ['bare']],
];

describe('the value of a secret variable', () => {
  it.each(variables)(
    'is never printed, however broken it is: %s',
    async (name, commands, more = {}) => {
      const folder = await sampleNewsletter();
      const names = likely.flatMap(([pattern, some]) => (pattern.test(name) ? some : []));
      const tried = Object.entries(shapes).filter(([shape]) => all || names.some(one => one === shape));
      const runs = tried.flatMap(([shape, value]) => commands.map(args => ({ shape, value, args })));
      const run = async ({ shape, value, args }: (typeof runs)[number]): Promise<void> => {
        const { child, ended } = start(folder, args, { ...good, ...more, [name]: value });
        // One that serves, or waits for a server that cannot be reached, is ended after its first words.
        let stop: NodeJS.Timeout | undefined;
        const onWords = (): void => {
          stop ??= setTimeout(() => child.kill('SIGTERM'), 1_500);
        };
        child.stdout.on('data', onWords);
        child.stderr.on('data', onWords);
        const { out, err } = await ended;
        clearTimeout(stop);
        expect([name, shape, args[0], `${out}${err}`.includes(marker)]).toEqual([name, shape, args[0], false]);
        expect(`${out}${err}`).not.toBe('');
      };
      // Most of them wait.
      for (let i = 0; i < runs.length; i += 4) await Promise.all(runs.slice(i, i + 4).map(run));
    },
    1_200_000,
  );
});

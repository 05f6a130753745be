import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { hebdo, secret, start } from '../helpers/hebdo.ts';
import { edit, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';
import { sampleWithReaders, shortIssueWithReaders } from '../helpers/readers.ts';
import { politely, scriptedServer, smtpSink } from '../helpers/smtp.ts';

/** A newsletter with the sample's subscribers, and the environment to send with. */
async function ready(url: string, newsletter = shortIssueWithReaders) {
  const folder = await newsletter();
  const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret };
  return { folder, env, send: (...more: string[]) => hebdo(folder, ['send', sampleWeek, ...more], env) };
}

describe('hebdo send', () => {
  it('plans, sends to everyone in their language once, and then has nothing to do', async () => {
    const { url, taken } = await smtpSink();
    const { folder, send } = await ready(url, sampleWithReaders);
    const dry = await send('--dry-run');
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out).toMatch(
      /language +articles +due\n.*\n +fr +7 +13\n +en +6 +8\n +en: left out, without a title: minitel\./,
    );
    const json = await send('--dry-run', '--format', 'json');
    expect(JSON.parse(json.out).editions).toEqual([
      { language: 'fr', articles: 7, leftOut: [] },
      { language: 'en', articles: 6, leftOut: ['minitel'] },
    ]);
    expect(dry.out).toContain('send_at is 2026-11-27 08:00');
    expect(taken).toHaveLength(0);

    const sent = await send('--yes');
    expect(sent).toMatchObject({ code: 0, err: '' });
    expect(sent.out).toMatch(/all +21 +21 +0 +0/);
    const byPerson = new Map(
      await Promise.all(taken.map(async ({ to, raw }) => [to, await simpleParser(raw)] as const)),
    );
    expect([taken.length, byPerson.size]).toEqual([21, 21]);
    const languageOf = (to: string) => byPerson.get(to)?.headers.get('content-language');
    expect(
      [
        'amelie.durand@example.com',
        'alice@example.com',
        'ines@courrier.example.net',
        'hannah@example.net',
        'ivan@example.org',
        'eloise@bücher.example',
      ].map(languageOf),
    ).toEqual(['fr', 'en', 'fr', 'en', 'fr', 'fr']);
    expect([byPerson.get('chloe@example.net')?.to].flat()[0]?.text).toBe(
      '"Chloé \\"Clo\\" Martin" <chloe@example.net>',
    );

    const again = await send('--yes');
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain('Nothing is due.');
    expect(again.out).not.toContain('send_at');
    expect(taken).toHaveLength(21);
    const status = await hebdo(folder, ['status', sampleWeek]);
    expect(status.out).toMatch(/en +8\n.*fr +13/);
  });

  it.each([
    [['--to', 'me@example.com', '--dry-run'], '--to cannot be used with --dry-run'],
    [['--language', 'en', '--yes'], '--language needs --to'],
  ])('sends nothing with %j', async (words, why) => {
    const { url, taken } = await smtpSink();
    const { send } = await ready(url);
    const { code, err } = await send(...words);
    expect([code, err, taken]).toEqual([2, expect.stringContaining(why), []]);
  });

  it('takes its settings from .env too, and what is set outside wins', async () => {
    const { url, taken } = await smtpSink();
    const folder = await sampleNewsletter();
    await writeFile(join(folder, '.env'), `HEBDO_SMTP_URL=smtp://nowhere.invalid\nHEBDO_SECRET="${secret}"\n`);
    await hebdo(folder, ['subscribers', 'add', 'a@example.com']);
    expect((await hebdo(folder, ['send', sampleWeek, '--yes'], { HEBDO_SMTP_URL: url })).code).toBe(0);
    expect(taken).toHaveLength(1);
  });

  it('wants --yes without a terminal', async () => {
    const { url, taken } = await smtpSink();
    const { send } = await ready(url);
    const { code, out } = await send();
    expect(code).toBe(2);
    expect(out).toContain('--yes');
    expect(taken).toHaveLength(0);
  });

  it('sends a test copy of each edition, marked, that leaves no trace and whose links belong to nobody', async () => {
    const { url, taken } = await smtpSink();
    const { folder, env } = await ready(url, sampleWithReaders);
    const { code } = await hebdo(folder, ['send', sampleWeek, '--to', 'editor@example.com'], env);
    expect(code).toBe(0);
    const mails = await Promise.all(taken.map(({ raw }) => simpleParser(raw)));
    expect(mails.map(({ subject }) => subject?.slice(0, 18))).toEqual(['[Test] OpenAI pass', '[Test] OpenAI pass']);
    await hebdo(folder, ['send', sampleWeek, '--to', 'editor@example.com', '--language', 'en'], env);
    expect(taken).toHaveLength(3);
    const status = await hebdo(folder, ['status', sampleWeek, '--format', 'json']);
    expect(JSON.parse(status.out)).toMatchObject({ begun: null });
  });

  it('refuses a draft, a missing issue, and mistakes, before it asks for a server', async () => {
    const folder = await sampleNewsletter();
    const draft = await hebdo(folder, ['send', '2026-W47', '--yes']);
    expect(draft.code).toBe(1);
    expect(draft.err).toContain('2026-W47 is a draft');
    const missing = await hebdo(folder, ['send', '2026-W10', '--yes']);
    expect([missing.code, missing.err.includes('issues/2026-W10.yaml does not exist')]).toEqual([1, true]);
    await edit(folder, `issues/${sampleWeek}.yaml`, 'layout: lead', 'layout: leed');
    const broken = await hebdo(folder, ['send', sampleWeek, '--yes']);
    expect(broken.code).toBe(1);
    expect(broken.err).toContain('Nothing was changed, nothing was sent.');
  });

  it('wants a secret and a server, says how to get them, and shows neither', async () => {
    const folder = await sampleNewsletter();
    const none = await hebdo(folder, ['send', sampleWeek, '--yes']);
    expect(none.code).toBe(1);
    expect(none.err).toContain('openssl rand -base64 32');
    expect(none.err).toContain('HEBDO_SMTP_URL');
    const wrong = await hebdo(folder, ['send', sampleWeek, '--yes'], {
      HEBDO_SECRET: 'tooshort-hunter2',
      HEBDO_SMTP_URL: 'ftp://user:hunter2@host',
    });
    expect(wrong.code).toBe(1);
    expect(wrong.err + wrong.out).not.toContain('hunter2');
  });

  it.each([
    ['refuses', () => '554 5.7.1 we do not like you\r\n', 4, 'we do not like you'],
    [
      'answers 5xx to the message',
      (line: string) => (line === '<dot>' ? '554 5.6.0 malformed\r\n' : politely(line)),
      0,
      '554 5.6.0 malformed',
    ],
    [
      'refuses us, not the reader',
      (line: string) => (line === '<dot>' ? '554 5.7.1 spam\r\n' : politely(line)),
      3,
      '554 5.7.1 spam',
    ],
    [
      'drops the line mid-message',
      (line: string) => (line === '<dot>' ? 'drop' : politely(line)),
      3,
      '--resend-uncertain',
    ],
  ] as const)(
    'a server that %s: the ledger is right, the words are clear',
    async (_, answer, code, words) => {
      const { url } = await scriptedServer(answer);
      const folder = await sampleNewsletter();
      await hebdo(folder, ['subscribers', 'add', 'a@example.com']);
      const ended = await hebdo(folder, ['send', sampleWeek, '--yes', '--connections', '1'], {
        HEBDO_SMTP_URL: url,
        HEBDO_SECRET: secret,
      });
      expect(ended.code).toBe(code);
      expect(ended.out).toContain(words);
      expect(ended.out + ended.err).not.toMatch(/\n\s+at .*:\d+:\d+/);
    },
    60_000,
  );

  it('tells a failure of the world without a stack, which --verbose shows', async () => {
    const folder = await sampleNewsletter();
    const env = { HEBDO_DATABASE_URL: 'sqlite:hebdo.yaml/hebdo.db' };
    const brief = await hebdo(folder, ['subscribers', 'list'], env);
    expect(brief.code).toBe(4);
    expect(brief.err).not.toMatch(/\n\s+at /);
    const full = await hebdo(folder, ['subscribers', 'list', '--verbose'], env);
    expect(full.err).toMatch(/\n\s+at /);
  });
});

describe('an interrupted send', () => {
  it('cut off between two messages (kill -9) goes on: everyone has exactly one copy', async () => {
    let child: ReturnType<typeof start>['child'] | undefined;
    let killed = false;
    // Without PIPELINING an envelope comes after the message before it is in the ledger.
    const { url, taken } = await smtpSink(
      {
        onRcpt: async () => {
          if (taken.length !== 7 || killed) return;
          killed = true;
          child?.kill('SIGKILL');
          await new Promise(() => undefined);
        },
      },
      { hidePIPELINING: true },
    );
    const { folder, env, send } = await ready(url);
    const cut = start(folder, ['send', sampleWeek, '--yes', '--connections', '1'], env);
    child = cut.child;
    expect((await cut.ended).signal).toBe('SIGKILL');
    expect(taken).toHaveLength(7);
    const resumed = await send('--yes');
    expect(resumed.code).toBe(0);
    expect(taken).toHaveLength(21);
    expect(new Set(taken.map(({ to }) => to)).size).toBe(21);
  });

  it('cut off between the dot and the answer is uncertain: listed, and sent again only when a person says so', async () => {
    let child: ReturnType<typeof start>['child'] | undefined;
    let killed = false;
    const { url, taken } = await smtpSink({
      onTaken: async () => {
        if (taken.length !== 5 || killed) return;
        killed = true;
        child?.kill('SIGKILL');
        await new Promise(resolve => setTimeout(resolve, 300));
      },
    });
    const { folder, env, send } = await ready(url);
    const cut = start(folder, ['send', sampleWeek, '--yes', '--connections', '1'], env);
    child = cut.child;
    await cut.ended;
    const resumed = await send('--yes');
    expect(resumed.code).toBe(3);
    expect(resumed.out).toContain('1 uncertain');
    const status = JSON.parse((await hebdo(folder, ['status', sampleWeek, '--format', 'json'])).out);
    expect(status.troubled).toMatchObject([{ state: 'uncertain' }]);
    const copiesBefore = taken.length;
    expect((await send('--yes', '--resend-uncertain')).code).toBe(0);
    expect(taken).toHaveLength(copiesBefore + 1);
    expect(new Set(taken.map(({ to }) => to)).size).toBe(21);
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('asked to stop (%s) ends with 130 and can go on', async signal => {
    let child: ReturnType<typeof start>['child'] | undefined;
    const { url, taken } = await smtpSink({ onTaken: () => void (taken.length === 3 && child?.kill(signal)) });
    const { folder, env, send } = await ready(url);
    const cut = start(folder, ['send', sampleWeek, '--yes', '--connections', '1'], env);
    child = cut.child;
    expect(await cut.ended).toMatchObject({ code: 130 });
    expect(taken.length).toBeLessThan(21);
    expect((await send('--yes')).code).toBe(0);
    expect(new Set(taken.map(({ to }) => to)).size).toBe(21);
    expect(taken).toHaveLength(21);
  });

  it('of an issue that was changed since is refused until a person decides', async () => {
    let child: ReturnType<typeof start>['child'] | undefined;
    const { url, taken } = await smtpSink({ onTaken: () => void (taken.length === 3 && child?.kill('SIGTERM')) });
    const { folder, env, send } = await ready(url, sampleWithReaders);
    const cut = start(folder, ['send', sampleWeek, '--yes', '--connections', '1'], env);
    child = cut.child;
    await cut.ended;
    await edit(folder, `issues/${sampleWeek}.yaml`, 'exact change only', 'no change given');
    const changed = await send('--yes');
    expect(changed.code).toBe(1);
    expect(changed.err).toContain('was changed after its sending began');
    expect(taken.length).toBeLessThan(21);
    expect((await send('--yes', '--accept-changes')).code).toBe(0);
    expect(taken).toHaveLength(21);
  });
});

describe('two sends at once', () => {
  it('never bring two copies', async () => {
    const { url, taken } = await smtpSink({ onTaken: () => new Promise(resolve => setTimeout(resolve, 20)) });
    const { send } = await ready(url);
    const codes = (await Promise.all([send('--yes'), send('--yes'), send('--yes')])).map(({ code }) => code);
    expect(codes).toContain(0);
    expect(taken).toHaveLength(21);
    expect(new Set(taken.map(({ to }) => to)).size).toBe(21);
  });
});

describe('hebdo send --due', () => {
  const at = async (sendAt: string) => {
    const { url, taken } = await smtpSink();
    const { folder, env } = await ready(url);
    await edit(folder, `issues/${sampleWeek}.yaml`, 'send_at: 2026-11-27 08:00', `send_at: ${sendAt}`);
    const due = () => hebdo(folder, ['send', '--due'], env);
    return { taken, due, folder };
  };
  const hoursAgo = (hours: number) =>
    new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 16).replace('T', ' ').concat('Z');

  it('takes an issue whose time has come, once', async () => {
    const { taken, due } = await at(hoursAgo(5));
    expect((await due()).code).toBe(0);
    expect(taken).toHaveLength(21);
    const again = await due();
    expect(again.code).toBe(0);
    expect(again.out).toContain('No issue is due.');
    expect(taken).toHaveLength(21);
  });

  it('leaves one whose time is still to come, and one that is too late, and says so', async () => {
    const future = await at(hoursAgo(-5));
    expect((await future.due()).out).toMatch(
      new RegExp(`Next: ${sampleWeek}, at [\\d-]+ [\\d:]+ Europe/Paris, in 5 h`),
    );
    const late = await at(hoursAgo(37));
    const ended = await late.due();
    expect(ended.code).toBe(0);
    expect(ended.out).toContain('longer ago than schedule.max_lateness allows');
    expect([...future.taken, ...late.taken]).toEqual([]);
  });
});

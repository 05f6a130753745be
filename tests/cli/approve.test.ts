import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { edit, sampleWeek } from '../helpers/newsletter.ts';
import { shortIssueWithReaders } from '../helpers/readers.ts';
import { smtpSink } from '../helpers/smtp.ts';

/** A newsletter whose issues want two approvals. */
async function wantsTwo() {
  const { url, taken } = await smtpSink();
  const folder = await shortIssueWithReaders();
  await edit(folder, 'hebdo.yaml', 'template: weekly', 'template: weekly\napprovals: 2');
  const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret };
  const send = () => hebdo(folder, ['send', sampleWeek, '--yes'], env);
  const approve = (name: string) => hebdo(folder, ['approve', sampleWeek, '--name', name]);
  const file = join(folder, `issues/${sampleWeek}.approvals`);
  return { folder, taken, send, approve, file, env };
}

describe('an issue that wants two approvals', () => {
  it('is sent once two have given theirs; one who says it twice counts once', async () => {
    const { taken, send, approve, file } = await wantsTwo();
    const refused = await send();
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('wants 2 approvals and has 0')]);
    expect((await approve('Zoé Martin')).out).toContain('1 more before it can be sent.');
    await approve('Zoé Martin');
    expect((await send()).err).toContain('has 1 (Zoé Martin)');
    await approve('Bo\r\nforged 2026');
    expect(await readFile(file, 'utf8')).toMatch(
      /^# .*\n\d{4}-\S+Z [0-9a-f]{64} Zoé Martin\n\d{4}-\S+Z [0-9a-f]{64} Bo forged 2026\n$/,
    );
    expect((await send()).code).toBe(0);
    expect(taken).toHaveLength(21);
  });

  it('loses them when it is changed, but not when it is only sent at another time', async () => {
    const { folder, taken, send, approve } = await wantsTwo();
    for (const name of ['Zoé', 'Bo']) await approve(name);
    await edit(folder, `issues/${sampleWeek}.yaml`, 'send_at: 2026-11-27 08:00', 'send_at: 2026-11-27 09:00');
    await edit(folder, `issues/${sampleWeek}.yaml`, '"Sujet', '"Nouveau : Sujet');
    const refused = await send();
    expect(refused.err).toContain('It was changed after others were given.');
    expect(taken).toEqual([]);
    await edit(folder, `issues/${sampleWeek}.yaml`, 'Nouveau : ', '');
    expect((await send()).code).toBe(0);
  });

  it('can be tried out before: a test copy wants none; check knows the file for what it is', async () => {
    const { folder, taken, approve, env } = await wantsTwo();
    expect((await hebdo(folder, ['send', sampleWeek, '--to', 'me@example.com'], env)).code).toBe(0);
    expect(taken).toHaveLength(2);
    await approve('Zoé');
    expect((await hebdo(folder, ['check', sampleWeek])).code).toBe(0);
  });

  it('tells a line of the file that is no approval by its place', async () => {
    const { send, approve, file } = await wantsTwo();
    await approve('Zoé');
    await appendFile(file, 'yes, of course\n');
    expect((await send()).err).toMatch(/issues\/2026-W48\.approvals:3:1/);
  });
});

describe('hebdo approve', () => {
  it('takes no issue that has errors, and nobody without a name', async () => {
    const { folder, approve } = await wantsTwo();
    expect((await approve(' \n')).err).toContain('The name of the person who approves is missing.');
    await edit(folder, `issues/${sampleWeek}.yaml`, 'status: ready', 'status: ready\nstandfrist: x');
    expect((await approve('Zoé')).err).toContain('unknown-key');
  });
});

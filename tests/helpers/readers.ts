import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hebdo } from './hebdo.ts';
import { copySample, issueYaml, sampleWeek } from './newsletter.ts';
import { preparedFolder } from './prepared.ts';

/** A copy of the sample newsletter whose 21 subscribers are in its SQLite database. */
export const sampleWithReaders = preparedFolder(async folder => {
  await copySample(folder);
  const { code, err } = await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv']);
  if (code !== 0) throw new Error(err);
});

/** The same with a short issue in place of the sample's, for tests that are not about texts: it is compiled in half the time. */
export async function shortIssueWithReaders(): Promise<string> {
  const folder = await sampleWithReaders();
  await rm(join(folder, 'issues'), { recursive: true });
  await mkdir(join(folder, 'issues'));
  await writeFile(join(folder, `issues/${sampleWeek}.yaml`), issueYaml(sampleWeek, 'send_at: 2026-11-27 08:00'));
  return folder;
}

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { compileIssue, loadNewsletter, type Newsletter } from '../../src/app/compile/newsletter.ts';
import { compileConfirmationEmails } from '../../src/email/confirmation-email.ts';
import { confirmationMessageMaker } from '../../src/message/confirmation-message.ts';
import type { Signer } from '../../src/message/dkim.ts';
import { messageMaker } from '../../src/message/message.ts';
import { confirmationDays } from '../../src/subscribers/sign-up.ts';
import { allParts, article, oddIssue, oddWeek, twelveArticles, writeRightToLeft } from '../../tests/helpers/issues.ts';
import { root, sampleWeek } from '../../tests/helpers/newsletter.ts';

/** A message as a reader gets it: its bytes, and its HTML as a file for checkers of HTML. */
export type Fixture = { name: string; eml: string; html: string };

const templates = ['weekly', 'journal'];
const reader = { id: 1, address: 'camille@example.org', name: 'Camille' };
const secret = 'of messages that are only judged';

/** Issues of the sample newsletter: one with all parts, and odd ones. */
const oddIssues: Record<string, string> = {
  'all parts': oddIssue(
    Array.from({ length: 5 }, (_, i) => article(`a${i}`, {})),
    allParts,
  ),
  minimal: oddIssue([{ id: 'one', title: { fr: 'Le titre', en: 'The title' }, url: 'https://example.com/one' }]),
  'two leads': oddIssue([article('one', {}), article('two', { layout: 'lead' })]),
  briefs: oddIssue(['a', 'b', 'c', 'd', 'e'].map((id, i) => article(id, i === 0 ? {} : { layout: 'brief' }))),
  'twelve articles': oddIssue(twelveArticles),
};

/** Writes the newsletters of all fixtures to a folder and makes their messages, signed. */
export async function makeFixtures(folder: string, signer: Signer): Promise<Fixture[]> {
  const fixtures: Fixture[] = [];
  const made = async (name: string, raw: Buffer): Promise<void> => {
    const path = join(folder, name.replaceAll(' ', '-'));
    await writeFile(`${path}.eml`, raw);
    const { html } = await simpleParser(raw, { skipImageLinks: true });
    await writeFile(`${path}.html`, html || '');
    fixtures.push({ name, eml: `${path}.eml`, html: `${path}.html` });
  };
  const issueOf = async (newsletter: Newsletter, week: string, name: string): Promise<void> => {
    const { value, problems } = await compileIssue(newsletter, week);
    if (value === undefined) throw new Error(`${name}: ${problems.map(({ message }) => message).join(' ')}`);
    for (const { email } of value.editions) {
      const make = messageMaker(email, { publication: newsletter.publication, secret, signer });
      await made(`${name} ${email.language}`, (await make(reader, new Date())).raw);
    }
  };
  for (const template of templates) {
    const sample = await newsletterIn(join(folder, template), template, async at => {
      for (const path of ['hebdo.yaml', 'issues']) await cp(join(root, path), join(at, path), { recursive: true });
    });
    await issueOf(sample, sampleWeek, `${template} sample`);
    for (const [name, text] of Object.entries(oddIssues)) {
      await writeFile(join(sample.folder, `issues/${oddWeek}.yaml`), text);
      await issueOf(sample, oddWeek, `${template} ${name}`);
    }
    const rightToLeft = await newsletterIn(join(folder, `${template}-rtl`), template, writeRightToLeft);
    await issueOf(rightToLeft, sampleWeek, `${template} right to left`);
  }
  await confirmations(await loaded(join(folder, 'weekly')), signer, made);
  return fixtures;
}

/** The emails that ask for a confirmation, of each kind and language. */
async function confirmations(
  { folder, publication, locales }: Newsletter,
  signer: Signer,
  made: (name: string, raw: Buffer) => Promise<void>,
): Promise<void> {
  const { value = [] } = await compileConfirmationEmails(folder, publication, locales, {
    lifetimeDays: confirmationDays,
  });
  const make = confirmationMessageMaker(value, { publication, secret, signer });
  const expiresAt = new Date(Date.now() + 86_400_000);
  for (const { kind, language } of value) {
    const { raw } = await make({ id: 1, kind, address: reader.address, language, expiresAt }, new Date());
    await made(`confirmation ${kind} ${language}`, raw);
  }
}

/** Writes a newsletter and gives it a template. */
async function newsletterIn(
  folder: string,
  template: string,
  write: (folder: string) => Promise<void>,
): Promise<Newsletter> {
  await mkdir(folder);
  await write(folder);
  const path = join(folder, 'hebdo.yaml');
  const yaml = await readFile(path, 'utf8');
  await writeFile(path, `${yaml.replace(/^template: .*\n/m, '')}template: ${template}\n`);
  return loaded(folder);
}

async function loaded(folder: string): Promise<Newsletter> {
  const { value, problems } = await loadNewsletter(folder);
  if (value === undefined) throw new Error(problems.map(({ message }) => message).join(' '));
  return value;
}

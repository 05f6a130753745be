import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { messageMaker } from '../../src/message/message.ts';
import { sentHtml } from '../../src/message/sent-html.ts';
import { compiled, first, sampleNewsletter } from '../helpers/newsletter.ts';

describe('the HTML as it is sent', () => {
  it.each([false, true])('has the size of what a reader gets, count_clicks: %s', async counts => {
    const folder = await sampleNewsletter();
    const path = join(folder, 'hebdo.yaml');
    await writeFile(path, `${await readFile(path, 'utf8')}count_clicks: ${counts}\n`);
    const { compileContext, editions } = await compiled(folder);
    const { email } = first(editions);
    const { publication } = compileContext;
    const address = 'christopher.montgomery-desrosiers@mail.example.com';
    const recipient = { id: 99_999_999, address, language: 'fr' };
    const make = messageMaker(email, { publication, secret: 's'.repeat(40) });
    const { raw } = await make(recipient, new Date());
    const { html } = await simpleParser(raw, { skipImageLinks: true });
    // The parser gives the line ends of the system.
    const received = String(html).replace(/\r?\n/g, '\r\n').trim();
    const expected = sentHtml(email, publication).trim();
    expect(Math.abs(Buffer.byteLength(received) - Buffer.byteLength(expected))).toBeLessThan(16);
    expect(Buffer.byteLength(expected)).toBeGreaterThan(Buffer.byteLength(email.html) + 300);
  });
});

import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../src/edition/rich-text.ts';
import { fillSlots, issueSlots as slots } from '../../src/email/slots.ts';
import { messageMaker } from '../../src/message/message.ts';
import { quotedPrintable } from '../../src/message/quoted-printable.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { secret } from '../helpers/hebdo.ts';
import { root } from '../helpers/newsletter.ts';

const { value: publication } = await loadPublication(root);
if (publication === undefined) throw new Error('the sample is broken');
const date = new Date('2026-11-27T07:00:00Z');

const awkward = fc.constantFrom(
  '.',
  '..',
  '\n',
  '\n.',
  '\nFrom me',
  ' ',
  '  ',
  '\t',
  '=',
  '=3D',
  '=\n',
  'é',
  '😀',
  '\u00a0',
  '\u202f',
  'x'.repeat(80),
  '<p>',
  '&',
  '"',
  '--=_hebdo',
  slots.address,
  slots.unsubscribe_url,
  slots.preferences_url,
  slots.language_url,
);
const body = fc
  .array(fc.oneof(awkward, fc.string({ unit: 'grapheme', maxLength: 20 })), { maxLength: 30 })
  .map(parts => parts.join('').replace(/[\uE000-\uE0FF\uE104-\uF8FF\0\r]/g, ''));
const name = fc
  .oneof(
    fc.constant(''),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('Zoé "Zo", PhD', 'a@b.c', '漢字'.repeat(20)),
  )
  // nodemailer leaves text that looks encoded as it is, and readers see something else: see message.test.ts.
  .map(text =>
    text
      .replace(/[\p{Cc}\u2028\u2029\uE000-\uF8FF]/gu, '')
      .replaceAll('=?', '')
      .trim(),
  );

describe('a precompiled message', () => {
  it('says the same as nodemailer’s own composer makes of it, whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        body,
        body,
        name,
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
        async (text, html, display, subject) => {
          const line = subject.replace(/[\p{Cc}\u2028\u2029]|=\?/gu, ' ').trim() || 'x';
          const email = { week: '2026-W48', language: 'fr', subject: line, html, text, images: [] };
          const recipient = { id: 7, address: 'zoe+x@example.com', ...(display === '' ? {} : { name: display }) };
          const { raw, envelope } = await messageMaker(email, { publication, secret })(recipient, date);
          const ours = await simpleParser(raw, { skipTextToHtml: true });
          const links =
            /<(https:[^>]+)>/.exec(ours.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line ?? '')?.[1] ??
            '';
          const values = { address: recipient.address, ...linksIn(raw, links) };
          const theirs = await simpleParser(
            await new MailComposer({
              from: publication.from.fr,
              to: { name: display, address: recipient.address },
              subject: line,
              date,
              text: fillSlots(text, values).replace(/\n/g, '\r\n') || ' ',
              html: fillSlots(html, values, escapeHtml).replace(/\n/g, '\r\n') || ' ',
              textEncoding: 'quoted-printable',
            })
              .compile()
              .build(),
            { skipTextToHtml: true },
          );
          const seen = (mail: typeof ours) => [
            (mail.text ?? '').trimEnd(),
            (mail.html || '').trimEnd(),
            mail.subject,
            [mail.to].flat().map(to => to?.value),
            mail.from?.value,
          ];
          expect(seen(ours)).toEqual(seen(theirs));
          expect(envelope.to).toBe(recipient.address);
          // What makes a message fit for the wire as it is.
          const wire = raw.toString('latin1');
          expect(wire).not.toMatch(/\r\n\./);
          expect(wire).not.toMatch(/[^\r]\n|\r[^\n]/);
          for (const one of wire.split('\r\n')) expect(one.length).toBeLessThanOrEqual(998);
          const bodyLines = wire.slice(wire.indexOf('\r\n\r\n') + 4).split('\r\n');
          for (const one of bodyLines) expect([one.length <= 78, /[ \t]$| {2}/.test(one)]).toEqual([true, false]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** The personal links, as the message itself has them. */
function linksIn(raw: Buffer, unsubscribe: string) {
  const plain = raw.toString('latin1').replace(/=\r\n/g, '').replaceAll('=3D', '=');
  const link = (purpose: string) =>
    new RegExp(`https://news\\.example\\.com/${purpose}/[\\w-]+\\.[\\w-]{43}`).exec(plain)?.[0] ?? '';
  return { unsubscribe_url: unsubscribe, preferences_url: link('preferences'), language_url: link('language') };
}

describe('quoted-printable', () => {
  it('is read back as it was, by a decoder that knows the standard only', () => {
    const decode = (encoded: string) =>
      Buffer.from(
        encoded
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString('utf8');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), body), text => {
        const encoded = quotedPrintable(text);
        expect(decode(encoded)).toBe(text.replace(/\r\n|\r|\n/g, '\r\n').toWellFormed());
        for (const line of encoded.split('\r\n')) {
          expect(line.length).toBeLessThanOrEqual(76);
          expect(line).not.toMatch(/^\.|^From |[ \t]$| {2}|[^\x20-\x7e]/);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

import { cutRanges } from '../../source/cut-ranges.ts';
import { issueSlots } from '../slots.ts';
import type { MailFinding, MailRule } from './mail-rule.ts';

/**
 * Reports a template that lacks what every newsletter must carry: the link to unsubscribe (RFC 8058, and the law of many countries),
 * the publisher's name and postal address, and the language of the text.
 */
export const requiredParts: MailRule = {
  id: 'required-parts',
  severity: 'error',
  isFixed: true,
  ofTemplate: true,
  doc: {
    finds:
      'a template without a link to unsubscribe, the publisher’s name and address, or the language, in HTML or plain text',
    why: 'Readers must be able to leave and to see who writes to them; mail providers and the law ask for it. This rule cannot be switched off.',
    wrong: '<mj-text>{{ edition.name }}</mj-text>',
    right: '<mj-text><a href="{{ slots.unsubscribe_url }}">{{ \'footer.unsubscribe\' | t }}</a></mj-text>',
  },
  async find({ editions }) {
    const { parseHTML } = await import('linkedom');
    const findings = new Map<string, MailFinding>();
    const report = (message: string, hint: string): void =>
      void findings.set(message, { about: 'template', message, hint });
    for (const { edition, email } of editions) {
      const { document } = parseHTML(cutRanges(email.html, '<!--', '-->').kept);
      for (const style of document.querySelectorAll('style, script, title')) style.remove();
      const links = [...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href') ?? '');
      if (!links.some(href => href.includes(issueSlots.unsubscribe_url)))
        report(
          'The HTML has no link to unsubscribe.',
          'Write <a href="{{ slots.unsubscribe_url }}">…</a> in email.mjml.',
        );
      if (!email.text.includes(issueSlots.unsubscribe_url))
        report('The plain text has no link to unsubscribe.', 'Write {{ slots.unsubscribe_url }} in email.txt.liquid.');
      const { name, address } = edition.publisher;
      const shown = {
        'HTML, in email.mjml': document.body?.textContent ?? '',
        'plain text, in email.txt.liquid': email.text,
      };
      for (const [where, text] of Object.entries(shown))
        for (const [what, value, word] of [
          ['name', name, 'edition.publisher.name'],
          ['address', address, 'edition.publisher.address'],
        ] as const)
          if (!plain(text).includes(plain(value)))
            report(`The publisher’s ${what} is missing in the ${where}.`, `Write {{ ${word} }} there.`);
      if (document.documentElement.getAttribute('lang') !== edition.language)
        report('The HTML does not say its language.', 'Write <mjml lang="{{ edition.language }}">.');
    }
    return [...findings.values()];
  },
};

/** A text without the differences of line breaks and spaces. */
const plain = (text: string): string => text.replace(/\s+/gu, '');

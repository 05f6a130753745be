import { cutRanges } from '../../source/cut-ranges.ts';
import { type PlainWording, t } from '../../wording/wording.ts';
import { confirmationSlots, issueSlots } from '../slots.ts';
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
    const findings = new Map<string, MailFinding>();
    for (const { edition, email } of editions) {
      const wanted = { slot: 'unsubscribe_url', ofEdition: 'edition', ...edition } as const;
      for (const { message, hint, isOfText } of await missingParts(email, wanted))
        findings.set(message, { about: isOfText ? 'text-template' : 'template', message, hint });
    }
    return [...findings.values()];
  },
};

/** What an email must carry: a link, by its slot, the publisher and the language; `ofEdition` is their variable in templates. */
type Parts = {
  slot: 'unsubscribe_url' | 'confirm_url';
  ofEdition: 'edition' | 'letter';
  language: string;
  publisher: { name: string; address: string };
};

const linkNames: Record<Parts['slot'], PlainWording> = {
  unsubscribe_url: 'link to unsubscribe',
  confirm_url: 'link to confirm',
};

/** The parts that an email lacks where its readers can see them. `isOfText` where the plain text lacks it, not the HTML. */
export async function missingParts(
  { html, text }: { html: string; text: string },
  { slot, ofEdition, language, publisher }: Parts,
): Promise<{ message: string; hint: string; isOfText: boolean }[]> {
  const missing: { message: string; hint: string; isOfText: boolean }[] = [];
  const report = (message: string, hint: string, isOfText = false): void =>
    void missing.push({ message, hint, isOfText });
  const { parseHTML } = await import('linkedom');
  const { document } = parseHTML(cutRanges(html, '<!--', '-->').kept);
  for (const element of document.querySelectorAll('style, script, title, [hidden]')) element.remove();
  for (const element of document.querySelectorAll('[style]'))
    if (isHidden.test((element.getAttribute('style') ?? '').slice(0, maxStyleChars))) element.remove();
  const url = allSlots[slot];
  const links = [...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href') ?? '');
  if (!links.some(href => href.includes(url)))
    report(
      t('The HTML has no %{link}.', { link: t(linkNames[slot]) }),
      t('Write <a href="{{ slots.%{slot} }}">…</a> in email.mjml.', { slot }),
    );
  if (!text.includes(url))
    report(
      t('The plain text has no %{link}.', { link: t(linkNames[slot]) }),
      t('Write {{ slots.%{slot} }} in email.txt.liquid.', { slot }),
      true,
    );
  const shown = [
    { where: t('HTML, in email.mjml'), words: document.body?.textContent ?? '', isOfText: false },
    { where: t('plain text, in email.txt.liquid'), words: text, isOfText: true },
  ];
  for (const { where, words, isOfText } of shown)
    for (const what of ['name', 'address'] as const)
      if (!plain(words).includes(plain(publisher[what])))
        report(
          t('The publisher’s %{what} is missing in the %{where}.', { what, where }),
          t('Write {{ %{ofEdition}.publisher.%{what} }} there, where readers see it.', { ofEdition, what }),
          isOfText,
        );
  if (document.documentElement.getAttribute('lang') !== language)
    report(
      t('The HTML does not say its language.'),
      t('Write <mjml lang="{{ %{ofEdition}.language }}">.', { ofEdition }),
    );
  return missing;
}

const allSlots = { ...issueSlots, ...confirmationSlots };
const maxStyleChars = 2_000;
const isHidden = /\b(?:display:\s?none|visibility:\s?hidden)\b/i;

/** A text without the differences of line breaks and spaces. */
const plain = (text: string): string => text.replace(/\s+/gu, '');

import type { parseHTML } from 'linkedom';
import type { MailFinding, MailRule } from './rule.ts';

/**
 * What can be known of accessibility without a browser; tests/browser/ has axe-core judge the weekly template in one.
 */
export const accessibility: MailRule = {
  id: 'accessibility',
  severity: 'error',
  ofTemplate: true,
  doc: {
    finds:
      'what a template does to people with screen readers: no language, images without alternative text, layout tables without a role, no or several main headings, headings out of order, links without words',
    why: 'The mail cannot be followed by ear. Nearly all mails in the world have such faults; yours need not.',
    wrong: '<img src="a.png">',
    right: '<img src="a.png" alt="What it shows">',
  },
  async find({ editions }) {
    const { parseHTML } = await import('linkedom');
    // One template makes all editions: what is wrong with it is told once.
    const found = new Map<string, MailFinding>();
    for (const { edition, email } of editions)
      for (const [message, hint] of faultsOf(
        parseHTML(email.html.replace(/<!--[\s\S]*?-->/g, '')),
        edition.language,
        edition.dir,
      ))
        found.set(message, { about: 'template', message, hint });
    return [...found.values()];
  },
};

function* faultsOf(
  { document }: ReturnType<typeof parseHTML>,
  language: string,
  dir: string,
): Generator<[message: string, hint: string]> {
  const root = document.documentElement;
  if (root.getAttribute('lang') !== language || root.getAttribute('dir') !== dir)
    yield [
      'The HTML does not say its language and direction.',
      'Write <mjml lang="{{ edition.language }}" dir="{{ edition.dir }}">.',
    ];
  if ((document.querySelector('title')?.textContent ?? '').trim() === '')
    yield ['The HTML has no title.', 'Write <mj-title>{{ edition.subject.text }}</mj-title>.'];
  const images = [...document.querySelectorAll('img')].filter(image => !image.hasAttribute('alt'));
  if (images.length > 0)
    yield [
      `${images.length} ${images.length === 1 ? 'image has' : 'images have'} no alternative text.`,
      'Give each an alt; alt="" where it only decorates.',
    ];
  const tables = [...document.querySelectorAll('table')].filter(
    table => !['presentation', 'none'].includes(table.getAttribute('role') ?? '') && table.querySelector('th') === null,
  );
  if (tables.length > 0)
    yield ['A layout table has no role="presentation".', 'Add it, so that it is not read out as a table.'];
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) =>
    Number(tagName.slice(1)),
  );
  const main = levels.filter(level => level === 1).length;
  if (main !== 1)
    yield [
      `The mail has ${main === 0 ? 'no main heading' : `${main} main headings`} (h1).`,
      'Give it one: the name of the publication.',
    ];
  const jump = levels.findIndex((level, i) => i > 0 && level > (levels[i - 1] ?? 0) + 1);
  if (jump !== -1) yield [`A heading h${levels[jump]} follows an h${levels[jump - 1]}.`, 'Leave out no level.'];
  for (const link of document.querySelectorAll('a[href]')) {
    const words =
      (link.textContent ?? '') +
      (link.getAttribute('aria-label') ?? '') +
      [...link.querySelectorAll('img')].map(image => image.getAttribute('alt') ?? '').join('');
    if (words.trim() === '') {
      yield ['A link has no words.', 'Give it text, an aria-label, or an image with an alternative text.'];
      return;
    }
  }
}

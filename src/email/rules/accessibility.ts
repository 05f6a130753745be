import type { parseHTML } from 'linkedom';
import { cutRanges } from '../../source/cut-ranges.ts';
import { t } from '../../wording/wording.ts';
import type { MailFinding, MailRule } from './mail-rule.ts';

/**
 * Reports accessibility mistakes that can be found without a browser. tests/browser/ also checks the bundled templates in
 * a browser with axe-core.
 */
export const accessibility: MailRule = {
  id: 'accessibility',
  severity: 'error',
  ofTemplate: true,
  doc: {
    finds:
      'mistakes of a template that affect screen readers: no language, images without alternative text, layout tables without a role, no or several main headings, headings out of order, links without words',
    why: 'People who use a screen reader cannot follow the email.',
    wrong: '<img src="a.png">',
    right: '<img src="a.png" alt="What it shows">',
  },
  async find({ editions }) {
    const { parseHTML } = await import('linkedom');
    // All editions have the same template: each mistake is reported once.
    const findings = new Map<string, MailFinding>();
    for (const { edition, email } of editions)
      for (const [message, hint] of faultsOf(
        parseHTML(cutRanges(email.html, '<!--', '-->').kept),
        edition.language,
        edition.dir,
      ))
        findings.set(message, { about: 'template', message, hint });
    return [...findings.values()];
  },
};

/** Finds the mistakes of a document, each with a message and a hint. */
function* faultsOf(
  { document }: ReturnType<typeof parseHTML>,
  language: string,
  dir: string,
): Generator<[message: string, hint: string]> {
  const root = document.documentElement;
  if (root.getAttribute('lang') !== language || root.getAttribute('dir') !== dir)
    yield [
      t('The HTML does not say its language and direction.'),
      t('Write <mjml lang="{{ edition.language }}" dir="{{ edition.dir }}">.'),
    ];
  if ((document.querySelector('title')?.textContent ?? '').trim() === '')
    yield [t('The HTML has no title.'), t('Write <mj-title>{{ edition.subject.text }}</mj-title>.')];
  const images = [...document.querySelectorAll('img')].filter(image => !image.hasAttribute('alt'));
  if (images.length > 0)
    yield [
      images.length === 1
        ? t('1 image has no alternative text.')
        : t('%{count} images have no alternative text.', { count: images.length }),
      t('Give each an alt; alt="" if it is only decorative.'),
    ];
  const tables = [...document.querySelectorAll('table')].filter(
    table => !['presentation', 'none'].includes(table.getAttribute('role') ?? '') && table.querySelector('th') === null,
  );
  if (tables.length > 0)
    yield [t('A layout table has no role="presentation".'), t('Add it, so that it is not read out as a table.')];
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) =>
    Number(tagName.slice(1)),
  );
  const main = levels.filter(level => level === 1).length;
  if (main !== 1)
    yield [
      main === 0 ? t('The mail has no main heading (h1).') : t('The mail has %{main} main headings (h1).', { main }),
      t('Give it one: the name of the publication.'),
    ];
  const jump = levels.findIndex((level, i) => i > 0 && level > (levels[i - 1] ?? 0) + 1);
  if (jump !== -1)
    yield [
      t('A heading h%{level} follows an h%{before}.', { level: levels[jump] ?? 0, before: levels[jump - 1] ?? 0 }),
      t('Do not skip a level.'),
    ];
  for (const link of document.querySelectorAll('a[href]')) {
    const words =
      (link.textContent ?? '') +
      (link.getAttribute('aria-label') ?? '') +
      [...link.querySelectorAll('img')].map(image => image.getAttribute('alt') ?? '').join('');
    if (words.trim() === '') {
      yield [t('A link has no words.'), t('Give it text, an aria-label, or an image with an alternative text.')];
      return;
    }
  }
}

import { said, t } from '../../wording/wording.ts';
import type { MailRule } from './mail-rule.ts';
import { partialUses } from './partial-support.ts';

/** The mail programs with which nearly all email is read. Reports about rarely used ones would hide the important ones. */
const clients = [
  'gmail.*',
  'outlook.windows',
  'outlook.macos',
  'outlook.outlook-com',
  'apple-mail.*',
  'yahoo.*',
] as const;

/**
 * Features that some of these programs ignore without harm: those that MJML always uses, and enhancements such as dark
 * colours and round corners. The email stays readable without them.
 */
const optionalFeatures = new Set([
  'Descendant combinator',
  'ID selector',
  'Type selector',
  '@media',
  'Chaining selectors',
  'Class selector',
  '<style> element',
  'display:none',
  'opacity',
  'target attribute',
  'height property',
  '<body> element',
  'aria-label attribute',
  'word-break',
  'outline',
  'word-spacing',
  'max-height property',
  'overflow',
  'border-spacing',
  'color-scheme CSS property',
  'color-scheme meta tag',
  'Attribute selector',
  'border-radius',
  'white-space',
  'Local anchors',
  'Child combinator',
  '@media (prefers-color-scheme)',
  '!important',
  'hreflang attribute',
  'dir attribute',
]);

/** Whether a program, such as `outlook.windows`, is one of those. */
const isLookedAt = (client: string): boolean =>
  clients.some(one => one === client || (one.endsWith('.*') && client.startsWith(one.slice(0, -1))));

/** Reports HTML and CSS of the template that common mail programs do not support. */
export const clientSupport: MailRule = {
  id: 'client-support',
  severity: 'warning',
  ofTemplate: true,
  doc: {
    finds:
      'HTML and CSS of a template that Gmail, Outlook, Apple Mail or Yahoo do not support, by the data of caniemail.com',
    why: 'The email looks broken there.',
    wrong: '<div style="display: grid">',
    right: '<mj-column>',
  },
  async find({ editions: [first] }) {
    if (first === undefined) return [];
    const { caniemail, rawData } = await import('caniemail');
    const { issues } = caniemail({ clients: [...clients], html: first.email.html });
    const unsupported = new Map<string, Set<string>>();
    for (const [client, faults] of issues.errors)
      for (const { title } of faults)
        if (!optionalFeatures.has(title)) unsupported.set(title, (unsupported.get(title) ?? new Set()).add(client));
    const partial = await partialUses(first.email.html, rawData.data, isLookedAt);
    return [
      ...partial.map(({ property, tags, clients: programs, note }) => ({
        about: 'template' as const,
        ...said('`%{property}` on %{tags}: %{clients} ignores it. %{note}', {
          property,
          tags: tags.map(tag => `<${tag}>`).join(', '),
          clients: programs.join(', '),
          note,
        }),
        hint: t('Use margins for space, and table cells for boxes.'),
      })),
      ...[...unsupported].map(([title, clientsWithout]) => ({
        about: 'template' as const,
        ...said('%{title}: not supported by %{clients}.', { title, clients: [...clientsWithout].sort().join(', ') }),
        hint: t('See caniemail.com for what to use instead.'),
      })),
    ];
  },
};

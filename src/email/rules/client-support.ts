import type { MailRule } from './rule.ts';

/** Clients that together open nearly all mail; those of hardly any share would drown what matters. */
const clients = [
  'gmail.*',
  'outlook.windows',
  'outlook.macos',
  'outlook.outlook-com',
  'apple-mail.*',
  'yahoo.*',
] as const;

/**
 * What some of these clients ignore without harm: MJML's own skeleton, and graceful extras (dark colours, round
 * corners). A client that ignores them shows the mail as well as it can.
 */
const harmless = new Set([
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

/** The template uses what mail programs understand. */
export const clientSupport: MailRule = {
  id: 'client-support',
  severity: 'warning',
  ofTemplate: true,
  doc: {
    finds:
      'HTML and CSS of a template that Gmail, Outlook, Apple Mail or Yahoo do not know, by the data of caniemail.com',
    why: 'The mail looks broken there.',
    wrong: '<div style="display: grid">',
    right: '<mj-column>',
  },
  async find({ editions: [first] }) {
    if (first === undefined) return [];
    const { caniemail } = await import('caniemail');
    const { issues } = caniemail({ clients: [...clients], html: first.email.html });
    const unknown = new Map<string, Set<string>>();
    for (const [client, faults] of issues.errors)
      for (const { title } of faults)
        if (!harmless.has(title)) unknown.set(title, (unknown.get(title) ?? new Set()).add(client));
    return [...unknown].map(([title, where]) => ({
      about: 'template',
      message: `${title}: not known to ${[...where].sort().join(', ')}.`,
      hint: 'See caniemail.com for what to use instead.',
    }));
  },
};

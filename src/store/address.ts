/** The form in which addresses are compared: lower case. No provider is known that distinguishes case before the @. */
export const addressKey = (address: string): string => address.toLowerCase();

/** Providers whose mailboxes are also reached by `name+tag@…`, as their help pages say. */
const taggedDomains = new Set([
  ...[
    'gmail.com',
    'googlemail.com',
    'outlook.com',
    'hotmail.com',
    'live.com',
    'msn.com',
    'icloud.com',
    'me.com',
    'mac.com',
  ],
  ...['fastmail.com', 'fastmail.fm', 'proton.me', 'protonmail.com', 'pm.me', 'posteo.de', 'posteo.net', 'mailbox.org'],
  ...[
    'zoho.com',
    'zohomail.com',
    'yandex.com',
    'yandex.ru',
    'hey.com',
    'tuta.com',
    'outlook.fr',
    'hotmail.fr',
    'live.fr',
  ],
]);
/** Providers that ignore dots before the @. */
const dotlessDomains = new Set(['gmail.com', 'googlemail.com', 'proton.me', 'protonmail.com', 'pm.me']);
/** Domains that lead to the same mailboxes. */
const sameDomains: ReadonlyMap<string, string> = new Map([
  ['googlemail.com', 'gmail.com'],
  ['protonmail.com', 'proton.me'],
  ['pm.me', 'proton.me'],
  ['me.com', 'icloud.com'],
  ['mac.com', 'icloud.com'],
]);

/**
 * The mailbox that an address leads to, where its provider is known to ignore tags or dots. Only limits of emails go by it: two
 * people may share it, so it never decides who is on the list.
 * @example mailboxKey('A.na+news@googlemail.com') // 'ana@gmail.com'
 */
export function mailboxKey(address: string): string {
  const key = addressKey(address);
  const domain = domainOf(key);
  let local = key.slice(0, -domain.length - 1);
  const plus = local.indexOf('+');
  if (taggedDomains.has(domain) && plus > 0) local = local.slice(0, plus);
  if (dotlessDomains.has(domain)) local = local.replaceAll('.', '');
  return `${local}@${sameDomains.get(domain) ?? domain}`;
}

/** The part after the @. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

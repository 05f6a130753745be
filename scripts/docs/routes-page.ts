import { BlockList } from 'node:net';
import { fileURLToPath } from 'node:url';
import { loadLocales } from '../../src/edition/locale.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { openStore } from '../../src/store/store.ts';
import { webApp } from '../../src/web/app.ts';
import { routeName } from '../../src/web/request-log.ts';
import { table } from './table.ts';

/** What answers at each path: the order of the page. */
const routes: Record<string, string> = {
  '/': 'sign-up, and the issues that were sent',
  '/subscribe': 'the sign-up form; POST takes it, also from a form on your site',
  '/subscribe/sent/:sealed': 'the page after sign-up',
  '/embed': 'the sign-up form for a frame in the sites of `sign_up.sites`',
  '/embed/sent/:sealed': 'the same page in that frame',
  '/api/sign-up': 'sign-up as JSON for a form of your own, on the sites of `sign_up.sites`',
  '/confirm/:token': 'the link in a confirmation email; POST confirms',
  '/preferences/:token': 'name, declared fields, language, time zone, pause, unsubscribe; 90 days',
  '/account/:token': 'change of address; one day, by a link sent to the reader’s own address',
  '/account/:token/data': 'everything stored about the reader, as JSON',
  '/account/:token/erase': 'deletes the reader’s data; POST confirms',
  '/unsubscribe/:token':
    'unsubscribe, or choose another language or a pause of four weeks; POST is also one-click unsubscribe (RFC 8058); never expires',
  '/language/:token': 'choose another language; 90 days',
  '/:week/:language/': 'the web version of an edition, once its sending has begun',
  '/:week/images/:file': 'an image of an issue, for `images: hosted`',
  '/go/:token': 'a counted link, with `count_clicks: true`',
  '/webhooks/:provider': 'bounces from a mail provider (`ses`, `mailgun`, `postmark`, `brevo`)',
  '/assets/style.css': 'the style of the pages',
  '/health': '`ok`; 503 without the database; a second line while sign-ups are held off',
};

/** A path without patterns; one that only lacks or has a slash at its end is the same. */
const pathOf = (path: string): string =>
  routeName(path).replace(/^(\/(?:unsubscribe|preferences|language)\/:token)\/$/, '$1');

/**
 * docs/routes.md: what `hebdo serve` answers, from the app itself. `npm run docs` writes it.
 * @throws if a route has no description here, or a description no route
 */
export async function routesPage(): Promise<string> {
  const served = await servedRoutes();
  const unknown = [...served.keys()].filter(path => routes[path] === undefined);
  const gone = Object.keys(routes).filter(path => !served.has(path));
  if (unknown.length + gone.length > 0) throw new Error(`scripts/docs/routes-page.ts: ${[...unknown, ...gone]}`);
  const rows = Object.entries(routes).map(([path, about]) => [
    `\`${path}\``,
    [...(served.get(path) ?? [])].sort().join(', '),
    about,
  ]);
  return `# HTTP routes

To put a web server in front of \`hebdo serve\`, or to read its log, use this list. It is written from the app. All paths are under \`url\` in \`hebdo.yaml\`;
how the pages behave: [Subscribers](readers.md#the-pages).

${table([['path', 'methods', 'answers'], ...rows])}

- \`:token\` is signed and gives access: keep paths out of the logs of a proxy. \`:week\` is an issue such as \`2026-W48\`.
- GET changes nothing but counts of clicks. Forms have at most 16 KB.
- \`?lang=fr\` chooses the language of a page.
- \`hebdo worker --health PORT\` serves \`/health\` only.
`;
}

/** The methods of each path. */
async function servedRoutes(): Promise<Map<string, Set<string>>> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const { value: publication } = await loadPublication(root);
  const { value: locales } = await loadLocales(root, publication?.languages ?? []);
  if (publication === undefined || locales === undefined) throw new Error('the sample has errors: hebdo check');
  const store = await openStore('sqlite::memory:');
  const none = () => Promise.resolve(undefined);
  const app = webApp({
    publication,
    locales,
    store,
    secrets: ['a secret that signs nothing but this page'],
    proxies: new BlockList(),
    archive: { past: () => Promise.resolve([]), page: none, image: none },
    providers: {},
    now: () => new Date(),
    failed: cause => console.error(cause),
  });
  const found = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    // Middleware; redirects of a path without or with its slash.
    if (method === 'ALL' || path.startsWith('/:page') || path.endsWith('/:language')) continue;
    const plain = pathOf(path);
    found.set(plain, (found.get(plain) ?? new Set()).add(method));
  }
  await store.close();
  return found;
}

/** A database as its URL names it: a SQLite file, or a PostgreSQL by a name that holds no password. */
type StoreUrl = { kind: 'sqlite'; path: string } | { kind: 'postgres'; name: string };

/** Reads `sqlite:` and a path, or `postgres://user:password@host/database`; undefined if it is neither. */
export function readStoreUrl(url: string): StoreUrl | undefined {
  // `sqlite://user:password@host` is a server's URL with the wrong scheme: as a path it would be shown.
  const path = /^sqlite:(?!\/\/[^/]*[@:])(.+)$/.exec(url)?.[1];
  if (path !== undefined) return { kind: 'sqlite', path };
  const server = /^postgres(?:ql)?:\/\//.test(url) ? URL.parse(url) : null;
  // An @ after the host, or a second slash, is most likely of a password that is not escaped: nothing of it may be shown.
  if (server === null || !/^\/?[^/@]*$/.test(server.pathname) || server.hash !== '') return undefined;
  return { kind: 'postgres', name: `${server.host}${server.pathname}` };
}

/** A text without the values of a URL's query, which may be secrets. */
export const withoutValues = (text: string, url: string): string =>
  [...(URL.parse(url)?.searchParams.values() ?? [])]
    .filter(value => value !== '')
    .reduce((words, value) => words.replaceAll(value, '…'), text);

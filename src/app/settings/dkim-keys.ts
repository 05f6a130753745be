import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DkimKey } from '../../message/dkim.ts';
import type { Checked, Problem } from '../../source/problem.ts';
import { t } from '../../wording/wording.ts';
import { type Environment, variable } from './environment.ts';

/**
 * The keys that sign: none is fine, half of one is not, since mail would go out unsigned without a word. Selectors and
 * keys may be lists, an Ed25519 key beside an RSA one.
 */
export async function dkimKeys(folder: string, env: Environment): Promise<Checked<DkimKey[]>> {
  const { HEBDO_DKIM_DOMAIN: domain, HEBDO_DKIM_SELECTOR: selector, HEBDO_DKIM_KEY: key } = env;
  if (!domain && !selector && !key) return { value: [], problems: [] };
  if (!domain || !selector || !key)
    return {
      problems: [
        variable(
          'HEBDO_DKIM_DOMAIN',
          t('DKIM is only partly configured.'),
          t('Set HEBDO_DKIM_DOMAIN, HEBDO_DKIM_SELECTOR and HEBDO_DKIM_KEY, or none: `hebdo dkim new` makes a key.'),
        ),
      ],
    };
  const selectors = selector.split(',').map(one => one.trim());
  const sources = key.includes('-----BEGIN')
    ? (key.match(/-----BEGIN[^-]*-----[^-]*-----END[^-]*-----/g) ?? [])
    : key.split(',').map(one => one.trim());
  if (selectors.length !== sources.length)
    return {
      problems: [
        variable(
          'HEBDO_DKIM_SELECTOR',
          t('There are %{selectors} selectors for %{sources} keys.', {
            selectors: selectors.length,
            sources: sources.length,
          }),
          t('Name one selector a key, in the same order.'),
        ),
      ],
    };
  const keys: DkimKey[] = [];
  const problems: Problem[] = [];
  const { dkimKey } = await import('../../message/dkim.ts');
  for (const [i, source] of sources.entries()) {
    try {
      const pem = source.startsWith('-----BEGIN')
        ? source.replaceAll('\\n', '\n')
        : await readFile(resolve(folder, source), 'utf8');
      keys.push({ domain, selector: selectors[i] ?? '', key: dkimKey(pem) });
    } catch (cause) {
      // Neither the value nor the words of a parser are shown: either may hold a key.
      const why =
        cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
          ? t('the file that it names does not exist')
          : cause instanceof Error && /bits|cannot sign/.test(cause.message)
            ? cause.message
            : t('it is no private key in PEM');
      problems.push(
        variable(
          'HEBDO_DKIM_KEY',
          t('Key %{i} cannot be used: %{why}.', { i: i + 1, why }),
          t('`hebdo dkim new` makes one.'),
        ),
      );
    }
  }
  return problems.length > 0 ? { problems } : { value: keys, problems };
}

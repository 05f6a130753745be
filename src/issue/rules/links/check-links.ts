import { t } from '../../../wording/wording.ts';

const maxParallelHosts = 8;
const requestTimeoutMs = 8_000;

/**
 * Requests each link. Several hosts are requested in parallel; the links of one host one after the other.
 * @returns the links that failed, each with the reason (`answers 404`)
 */
export async function checkLinks(hrefs: readonly string[]): Promise<Map<string, string>> {
  const byHost = Map.groupBy(hrefs, href => URL.parse(href)?.host ?? '');
  const hosts = [...byHost.values()];
  const failures = new Map<string, string>();
  const work = async (): Promise<void> => {
    for (let mine = hosts.pop(); mine !== undefined; mine = hosts.pop())
      for (const href of mine) {
        const failure = await failureOf(href);
        if (failure !== undefined) failures.set(href, failure);
      }
  };
  await Promise.all(Array.from({ length: maxParallelHosts }, work));
  return failures;
}

/** Why a link cannot be reached, or undefined. 401, 403 and 429 count as reached: the page exists. */
async function failureOf(href: string): Promise<string | undefined> {
  try {
    let response = await request(href, 'HEAD');
    // Some servers do not support HEAD, or refuse it as coming from a robot.
    if (response.status >= 400) response = await request(href, 'GET');
    return response.status < 400 || response.status === 401 || response.status === 403 || response.status === 429
      ? undefined
      : t('answers %{status}', { status: response.status });
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'TimeoutError')
      return t('does not answer within %{limit} seconds', { limit: requestTimeoutMs / 1000 });
    return t('cannot be reached');
  }
}

async function request(href: string, method: 'HEAD' | 'GET'): Promise<Response> {
  const response = await fetch(href, {
    method,
    redirect: 'follow',
    signal: AbortSignal.timeout(requestTimeoutMs),
    headers: { 'user-agent': 'hebdo link check' },
  });
  await response.body?.cancel();
  return response;
}

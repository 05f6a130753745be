/** Links asked at once, in all; to one host they go one after the other. */
const atOnce = 8;
const patience = 8_000;

/**
 * Asks each link whether it answers: politely, with a time limit.
 * @returns for each that does not, why (`answers 404`)
 */
export async function checkLinks(hrefs: readonly string[]): Promise<Map<string, string>> {
  const byHost = Map.groupBy(hrefs, href => URL.parse(href)?.host ?? '');
  const hosts = [...byHost.values()];
  const verdicts = new Map<string, string>();
  const work = async (): Promise<void> => {
    for (let mine = hosts.pop(); mine !== undefined; mine = hosts.pop())
      for (const href of mine) {
        const why = await ask(href);
        if (why !== undefined) verdicts.set(href, why);
      }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return verdicts;
}

async function ask(href: string): Promise<string | undefined> {
  try {
    let response = await request(href, 'HEAD');
    // Some servers know no HEAD, or take it for a robot.
    if (response.status >= 400) response = await request(href, 'GET');
    return response.status < 400 || response.status === 401 || response.status === 403 || response.status === 429
      ? undefined
      : `answers ${response.status}`;
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'TimeoutError')
      return `does not answer within ${patience / 1000} seconds`;
    return 'cannot be reached';
  }
}

async function request(href: string, method: 'HEAD' | 'GET'): Promise<Response> {
  const response = await fetch(href, {
    method,
    redirect: 'follow',
    signal: AbortSignal.timeout(patience),
    headers: { 'user-agent': 'hebdo link check' },
  });
  await response.body?.cancel();
  return response;
}

import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { parseJson } from '../../source/json.ts';

/** How an access token of OAuth 2.0 is fetched: from a command's standard output, or by a refresh token (RFC 6749 section 6). */
export type TokenFetch =
  | { kind: 'command'; command: string; folder: string }
  | { kind: 'refresh'; url: string; refreshToken: string; clientId?: string; clientSecret?: string };

/** An access token that is kept until it is refused, or its time is over. */
export type AccessToken = {
  /** @returns a token, and whether it was fetched just now @throws TokenError */
  get(): Promise<{ token: string; isNew: boolean }>;
  /**
   * A token was refused: another is fetched, once for all who ask.
   * @returns none where there is no way to another @throws TokenError
   */
  renew(refused: string): Promise<string | undefined>;
};

/** No token can be had; the message holds neither token nor secret nor what a command said. */
export class TokenError extends Error {
  readonly isPermanent: boolean;
  constructor(message: string, isPermanent: boolean) {
    super(message);
    this.isPermanent = isPermanent;
  }
}

/** Milliseconds that a command or a token endpoint may take. */
const fetchWithinMs = 30_000;
/** Milliseconds before its end at which a token is not used any more. */
const spareMs = 60_000;
const maxAnswerBytes = 65_536;

const grant = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,16000}$/),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
  refresh_token: z.string().min(1).optional().catch(undefined),
});
const refusal = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) });

/**
 * @param first a token that is there already
 * @param fetch how another is fetched; none for a token that stays what it is
 * @param now milliseconds of a clock
 */
export function accessToken(
  first: string | undefined,
  fetch: TokenFetch | undefined,
  now: () => number = () => performance.now(),
): AccessToken {
  let current = first === undefined || first === '' ? undefined : { token: first, until: Number.POSITIVE_INFINITY };
  let fetching: Promise<string> | undefined;
  // A server may give another refresh token with each access token, and forget the one before.
  let refreshToken = fetch?.kind === 'refresh' ? fetch.refreshToken : '';

  const fetched = async (how: TokenFetch): Promise<string> => {
    if (how.kind === 'command') current = { token: await byCommand(how), until: Number.POSITIVE_INFINITY };
    else {
      const { access_token, expires_in, refresh_token } = await byRefresh({ ...how, refreshToken });
      refreshToken = refresh_token ?? refreshToken;
      const lasts = expires_in === undefined ? Number.POSITIVE_INFINITY : expires_in * 1_000;
      current = { token: access_token, until: now() + Math.max(lasts / 2, lasts - spareMs) };
    }
    return current.token;
  };
  const fetchOnce = (how: TokenFetch): Promise<string> => {
    fetching ??= fetched(how).finally(() => {
      fetching = undefined;
    });
    return fetching;
  };
  return {
    async get() {
      if (current !== undefined && (fetch === undefined || now() < current.until))
        return { token: current.token, isNew: false };
      if (fetch === undefined) throw new TokenError('there is no access token', true);
      return { token: await fetchOnce(fetch), isNew: true };
    },
    async renew(refused) {
      if (fetch === undefined) return undefined;
      // Another connection has fetched one meanwhile.
      if (current !== undefined && current.token !== refused) return current.token;
      return fetchOnce(fetch);
    },
  };
}

async function byCommand({ command, folder }: { command: string; folder: string }): Promise<string> {
  const options = { cwd: folder, timeout: fetchWithinMs, maxBuffer: maxAnswerBytes };
  const output = await promisify(exec)(command, options).catch(() => {
    throw new TokenError('the command of HEBDO_SMTP_TOKEN_COMMAND failed', false);
  });
  const { data } = grant.shape.access_token.safeParse(output.stdout.trim());
  if (data === undefined) throw new TokenError('the command of HEBDO_SMTP_TOKEN_COMMAND wrote no token', false);
  return data;
}

async function byRefresh(how: TokenFetch & { kind: 'refresh' }): Promise<z.infer<typeof grant>> {
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: how.refreshToken });
  if (how.clientId !== undefined) form.set('client_id', how.clientId);
  if (how.clientSecret !== undefined) form.set('client_secret', how.clientSecret);
  const asked = { method: 'POST', body: form, redirect: 'error', signal: AbortSignal.timeout(fetchWithinMs) } as const;
  let status: number;
  let answer: unknown;
  try {
    const response = await fetch(how.url, asked);
    status = response.status;
    answer = await readJson(response);
  } catch {
    throw new TokenError('the token endpoint of HEBDO_SMTP_TOKEN_URL cannot be used', false);
  }
  const { data } = grant.safeParse(answer);
  if (status === 200 && data !== undefined) return data;
  const why = refusal.safeParse(answer).data?.error ?? `it answered ${status}`;
  // RFC 6749 section 5.2: what is refused with 400 or 401 stays refused.
  throw new TokenError(`HEBDO_SMTP_TOKEN_URL gives no token: ${why}`, status === 400 || status === 401);
}

async function readJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxAnswerBytes) throw new Error('the answer has no end');
  }
  return parseJson(Buffer.concat(chunks).toString('utf8'));
}

import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { parseJson } from '../../source/json.ts';
import { t } from '../../wording/wording.ts';

/** How an access token of OAuth 2.0 is fetched: from a command's standard output, or by a refresh token (RFC 6749 section 6). */
export type TokenFetch =
  | { kind: 'command'; command: string; folder: string }
  | { kind: 'refresh'; url: string; refreshToken: string; clientId?: string; clientSecret?: string };

/** A source of access tokens, which keeps a token until it is refused or expires. */
export type AccessToken = {
  /** The current token, fetched if there is none. `isNew`: it was fetched by this call. @throws TokenError */
  get(): Promise<{ token: string; isNew: boolean }>;
  /**
   * Fetches another token after one was refused. Simultaneous callers share one request.
   * @returns undefined if tokens cannot be fetched @throws TokenError
   */
  renew(refused: string): Promise<string | undefined>;
};

/** No token can be fetched. The message holds no token, no secret and no output of a command. */
export class TokenError extends Error {
  readonly isPermanent: boolean;
  constructor(message: string, isPermanent: boolean) {
    super(message);
    this.isPermanent = isPermanent;
  }
}

/** The time limit of a command or a token endpoint. */
const fetchWithinMs = 30_000;
/** A token is not used in this time before it expires. */
const expiryMarginMs = 60_000;
const maxAnswerBytes = 65_536;

const grant = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,16000}$/),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
  refresh_token: z.string().min(1).optional().catch(undefined),
});
const refusal = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) });

/**
 * A source of access tokens for one server.
 * @param first the first token, if one is configured
 * @param fetch how another is fetched; undefined for a fixed token
 * @param now milliseconds of a clock
 */
export function accessToken(
  first: string | undefined,
  fetch: TokenFetch | undefined,
  now: () => number = () => performance.now(),
): AccessToken {
  let current = first === undefined || first === '' ? undefined : { token: first, until: Number.POSITIVE_INFINITY };
  let fetching: Promise<string> | undefined;
  // A server may return another refresh token with each access token, and revoke the one before.
  let refreshToken = fetch?.kind === 'refresh' ? fetch.refreshToken : '';

  const fetchToken = async (how: TokenFetch): Promise<string> => {
    if (how.kind === 'command') current = { token: await byCommand(how), until: Number.POSITIVE_INFINITY };
    else {
      const { access_token, expires_in, refresh_token } = await byRefresh({ ...how, refreshToken });
      refreshToken = refresh_token ?? refreshToken;
      const lasts = expires_in === undefined ? Number.POSITIVE_INFINITY : expires_in * 1_000;
      current = { token: access_token, until: now() + Math.max(lasts / 2, lasts - expiryMarginMs) };
    }
    return current.token;
  };
  const fetchOnce = (how: TokenFetch): Promise<string> => {
    fetching ??= fetchToken(how).finally(() => {
      fetching = undefined;
    });
    return fetching;
  };
  return {
    async get() {
      if (current !== undefined && (fetch === undefined || now() < current.until))
        return { token: current.token, isNew: false };
      if (fetch === undefined) throw new TokenError(t('there is no access token'), true);
      return { token: await fetchOnce(fetch), isNew: true };
    },
    async renew(refused) {
      if (fetch === undefined) return undefined;
      // Another connection has fetched a token meanwhile.
      if (current !== undefined && current.token !== refused) return current.token;
      return fetchOnce(fetch);
    },
  };
}

async function byCommand({ command, folder }: { command: string; folder: string }): Promise<string> {
  const options = { cwd: folder, timeout: fetchWithinMs, maxBuffer: maxAnswerBytes };
  const output = await promisify(exec)(command, options).catch(() => {
    throw new TokenError(t('the command of HEBDO_SMTP_TOKEN_COMMAND failed'), false);
  });
  const { data } = grant.shape.access_token.safeParse(output.stdout.trim());
  if (data === undefined) throw new TokenError(t('the command of HEBDO_SMTP_TOKEN_COMMAND wrote no token'), false);
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
    throw new TokenError(t('the token endpoint of HEBDO_SMTP_TOKEN_URL cannot be used'), false);
  }
  const { data } = grant.safeParse(answer);
  if (status === 200 && data !== undefined) return data;
  const why = refusal.safeParse(answer).data?.error ?? t('it answered %{status}', { status });
  // RFC 6749 section 5.2: a refusal with 400 or 401 is permanent.
  throw new TokenError(t('HEBDO_SMTP_TOKEN_URL gives no token: %{why}', { why }), status === 400 || status === 401);
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

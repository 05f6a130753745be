import { type Transport, TransportError } from './transport.ts';

/** For so long a server that could not be reached is tried after all others. */
const retryAfterMs = 60_000;

/**
 * Several servers as one transport, in the order of preference: if one cannot be reached or refuses us, the next is used. After a
 * minute the first is tried again.
 * @param now milliseconds of a clock that is never set back
 */
export function failover(servers: readonly Transport[], now: () => number = () => performance.now()): Transport {
  const [only] = servers;
  if (only !== undefined && servers.length === 1) return only;
  const downUntil = new Map<Transport, number>();
  return {
    name: servers.map(({ name }) => name).join(', else '),
    async open() {
      const failures: TransportError[] = [];
      const isDown = (server: Transport): boolean => (downUntil.get(server) ?? 0) > now();
      // Servers that are down come last: if all are down, all are tried.
      for (const server of [...servers].sort((a, b) => Number(isDown(a)) - Number(isDown(b)))) {
        try {
          const session = await server.open();
          downUntil.delete(server);
          return session;
        } catch (cause) {
          if (!(cause instanceof TransportError)) throw cause;
          failures.push(cause);
          downUntil.set(server, now() + retryAfterMs);
        }
      }
      const words = failures.map(({ message }) => message).join('; ');
      throw new TransportError(
        words,
        failures.every(({ permanent }) => permanent),
        failures[0],
      );
    },
  };
}

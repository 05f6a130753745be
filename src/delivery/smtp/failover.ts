import { type Transport, TransportError } from './transport.ts';

/** Milliseconds for which a server that could not be reached is passed over. */
const restOf = 60_000;

/**
 * Several servers as one, in the order of preference: where one cannot be reached or will not have us, the next takes over,
 * and after a minute the first is asked again.
 * @param now milliseconds of a clock that never goes back
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
      // Those that rest come last: should all be down, none is left untried.
      for (const server of [...servers].sort((a, b) => Number(isDown(a)) - Number(isDown(b)))) {
        try {
          const session = await server.open();
          downUntil.delete(server);
          return session;
        } catch (cause) {
          if (!(cause instanceof TransportError)) throw cause;
          failures.push(cause);
          downUntil.set(server, now() + restOf);
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

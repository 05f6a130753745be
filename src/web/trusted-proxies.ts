import { BlockList, isIP } from 'node:net';
import { type Environment, variable } from '../app/settings/environment.ts';
import type { Checked } from '../source/problem.ts';
import { t } from '../wording/wording.ts';

/**
 * Reads `HEBDO_TRUSTED_PROXIES`, the proxies whose X-Forwarded-For is trusted: addresses and networks (`10.0.0.0/8`),
 * separated by commas or spaces. By default no proxy is trusted.
 */
export function trustedProxies({ HEBDO_TRUSTED_PROXIES = '' }: Environment): Checked<BlockList> {
  const list = new BlockList();
  for (const one of HEBDO_TRUSTED_PROXIES.split(/[\s,]+/).filter(part => part !== '')) {
    const [address = '', bits, ...rest] = one.split('/');
    const family = isIP(address);
    const maxBits = family === 6 ? 128 : 32;
    if (
      family === 0 ||
      rest.length > 0 ||
      (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= maxBits))
    ) {
      const hint = t('Write addresses or networks with commas between: 127.0.0.1, 10.0.0.0/8.');
      return {
        problems: [
          variable('HEBDO_TRUSTED_PROXIES', t('`%{one}` is neither an address nor a network.', { one }), hint),
        ],
      };
    }
    list.addSubnet(address, Number(bits ?? maxBits), family === 6 ? 'ipv6' : 'ipv4');
  }
  return { value: list, problems: [] };
}

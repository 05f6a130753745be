import { describe, expect, it } from 'vitest';
import { linkSecrets } from '../../../src/app/settings/secrets.ts';
import { secret } from '../../helpers/hebdo.ts';

const former = 'a former secret, which has spaces and a comma';
const other = 'another-former-secret-of-32-characters';

describe('the secrets of links', () => {
  it.each([
    ['one with spaces and a comma', former, [former]],
    ['several, with commas', `${other}, ${other}3`, [other, `${other}3`]],
    ['several, with spaces', `${other} ${other}2`, [other, `${other}2`]],
  ])('have %s among the earlier ones', (_, previous, expected) => {
    const { value = [] } = linkSecrets({ HEBDO_SECRET: secret, HEBDO_SECRET_PREVIOUS: previous });
    expect(value[0]).toBe(secret);
    expect(value).toEqual(expect.arrayContaining(expected));
  });

  it('never have a part that could be guessed', () => {
    const { value = [] } = linkSecrets({ HEBDO_SECRET: secret, HEBDO_SECRET_PREVIOUS: `${former}, a, b` });
    expect(value.filter(one => one.length < 32)).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { gistOf } from '../../src/replies/gist.ts';

it('is the same for replies that differ by address, host and id, and no other', () => {
  const one = gistOf({
    code: 550,
    words: '5.1.1 <r1@a.example>: User unknown (host mx1.a.example) s124sm61.29 - gsmtp',
  });
  expect(gistOf({ code: 550, words: '5.1.1 <ana@b.example>: User unknown (host mx.b.example) x7y - gsmtp' })).toBe(one);
  expect(gistOf({ code: 550, words: '5.1.1 User ana unknown' })).not.toBe(one);
  expect(gistOf({ code: 554, words: 'System error' })).not.toBe(gistOf({ code: 550, words: 'System error' }));
  expect(gistOf({ words: '' })).toBe('');
});

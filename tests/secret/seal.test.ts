import { describe, expect, it } from 'vitest';
import { openSealed, seal } from '../../src/secret/seal.ts';
import { secret } from '../helpers/hebdo.ts';

describe('a sealed text', () => {
  it('is opened with its use and secret only, hides its content, and differs each time', () => {
    const sealed = seal('ana@example.com', 'test', secret);
    expect(sealed).toMatch(/^[\w-]+$/);
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('ana');
    expect(seal('ana@example.com', 'test', secret)).not.toBe(sealed);
    expect(openSealed(sealed, 'test', secret)).toBe('ana@example.com');
    expect(openSealed(sealed, 'other', secret)).toBeUndefined();
    expect(openSealed(sealed, 'test', `${secret}x`)).toBeUndefined();
  });

  it('is refused where any byte was changed, cut off or added', () => {
    const bytes = Buffer.from(seal('é', 'test', secret), 'base64url');
    const opened = (changed: Buffer) => openSealed(changed.toString('base64url'), 'test', secret);
    for (const i of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
      expect(opened(changed)).toBeUndefined();
      expect(opened(bytes.subarray(0, i))).toBeUndefined();
    }
    expect(opened(Buffer.concat([bytes, Buffer.from([0])]))).toBeUndefined();
    expect(openSealed('%%', 'test', secret)).toBeUndefined();
  });
});

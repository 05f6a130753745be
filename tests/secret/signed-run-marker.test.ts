import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMarker, signMarker } from '../../src/secret/signed-run-marker.ts';

const marker = {
  list: 'hebdo.example.com',
  week: '2026-W48',
  startedAt: '2026-11-27T07:00:00.000Z',
  accepted: 21,
  timeline: 3,
};

describe('the marker of a run', () => {
  it('is read again with its secret, or one before it', () => {
    expect(readMarker(signMarker(marker, 'now'), ['now'])).toEqual(marker);
    expect(readMarker(signMarker(marker, 'then'), ['now', 'then'])).toEqual(marker);
    expect(readMarker(signMarker(marker, 'another'), ['now', 'then'])).toBeUndefined();
  });

  it('of a hebdo that knew no timelines is of the first', () => {
    const first = { ...marker, timeline: 0 };
    const former = signMarker(first, 'now').replace(',"timeline":0', '');
    expect(readMarker(former, ['now'])).toEqual(first);
  });

  it('is nothing where any of it was changed', () => {
    const text = signMarker(marker, 'now');
    for (const [from, to] of [
      ['"accepted":21', '"accepted":2'],
      ['W48', 'W49'],
      ['hebdo.example.com', 'other.example.com'],
      ['07:00', '08:00'],
      ['"timeline":3', '"timeline":0'],
    ] as const)
      expect(readMarker(text.replace(from, to), ['now'])).toBeUndefined();
  });

  it('is nothing where it is something else, whatever that is', () => {
    const text = signMarker(marker, 'now');
    fc.assert(
      fc.property(fc.string(), fc.nat(text.length), (other, cut) => {
        expect(readMarker(other, ['now'])).toBeUndefined();
        if (cut < text.length - 1) expect(readMarker(text.slice(0, cut), ['now'])).toBeUndefined();
      }),
    );
    expect(readMarker(`${text}${' '.repeat(100_000)}`, ['now'])).toBeUndefined();
    expect(readMarker(JSON.stringify({ ...marker, mac: '' }), ['now'])).toBeUndefined();
  });
});

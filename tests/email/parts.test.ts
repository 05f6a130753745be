import Color from 'colorjs.io';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../src/edition/rich-text.ts';
import { wrapText } from '../../src/email/plain-text.ts';
import { fillSlots, issueSlots as slots } from '../../src/email/slots.ts';
import { readableOn } from '../../src/email/theme/contrast.ts';

describe('a readable colour', () => {
  it('keeps what can be read already', () => {
    expect(readableOn('#b3261e', '#ffffff')).toBe('#b3261e');
  });

  it('has a contrast of 4.5 on every background, whatever the accent', () => {
    const hex = fc.integer({ min: 0, max: 0xffffff }).map(n => `#${n.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(hex, fc.constantFrom(['#ffffff', '#efebe2'], ['#121110', '#1c1b19']), (accent, papers) => {
        const colour = new Color(readableOn(accent, ...papers));
        for (const paper of papers) expect(colour.contrast(paper, 'WCAG21')).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 150 },
    );
  });
});

describe('wrapping plain text', () => {
  it('hangs list items and repeats quote marks', () => {
    const words = 'word '.repeat(30).trim();
    const [first, second] = wrapText(`• ${words}`).split('\n');
    expect([first?.slice(0, 6), second?.slice(0, 6)]).toEqual(['• word', '  word']);
    expect(
      wrapText(`> ${words}`)
        .trim()
        .split('\n')
        .every(line => line.startsWith('> ')),
    ).toBe(true);
    expect(
      wrapText(`    ${words}`)
        .trimEnd()
        .split('\n')
        .every(line => line.startsWith('    word')),
    ).toBe(true);
  });

  it('keeps every word, breaks no word, and no line that can be shorter is longer than 76', () => {
    const word = fc.stringMatching(/^[a-zé\u00a0:/]{1,90}$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), all => {
        const wrapped = wrapText(all.join(' '));
        expect(wrapped.split(/[ \n]+/).filter(Boolean)).toEqual(all);
        for (const line of wrapped.split('\n')) expect(line.length <= 76 || !line.trim().includes(' ')).toBe(true);
      }),
    );
  });
});

describe('slots', () => {
  it('are filled wherever they stand, escaped for the format', () => {
    const values = {
      address: '"<a&b>"@x.y',
      unsubscribe_url: 'https://u',
      preferences_url: 'https://p',
      language_url: 'https://l',
    };
    const text = `${slots.address} ${slots.unsubscribe_url} ${slots.preferences_url} ${slots.language_url}`;
    expect(fillSlots(text, values)).toBe('"<a&b>"@x.y https://u https://p https://l');
    expect(fillSlots(text, values, escapeHtml)).toContain('&quot;&lt;a&amp;b&gt;&quot;@x.y');
  });
});

import type { Reading } from '../quantity.ts';
import { type Found, match, type Scan } from '../scan.ts';
import { units } from '../words/units.ts';

/** Hours, minutes, seconds and decimals, as watches and results write them. */
const forms = [
  // 2:58:12
  /(?<h>\d{1,3}):(?<m>[0-5]\d):(?<s>[0-5]\d)(?:[.,](?<d>\d{1,3}))?(?![\d:])/y,
  // 2 h 58 min 12 s
  /(?<h>\d{1,3}) ?(?:h|heures?|hours?),? ?(?<m>[0-5]?\d) ?(?:min|mn|m|minutes?),?(?: and| et)? ?(?<s>[0-5]?\d) ?(?:s|secondes?|seconds?)(?![A-Za-zÀ-ž])/y,
  // 1:58.23
  /(?<m>\d{1,2}):(?<s>[0-5]\d)[.,](?<d>\d{1,3})(?![\d:])/y,
  // 1 min 58 s 23, 1 min 58 s
  /(?<m>\d{1,3}) ?(?:min|mn) ?(?<s>[0-5]?\d) ?s(?: ?(?<d>\d{1,3}))?(?![A-Za-zÀ-ž\d])/y,
  // 1 min 58.23 s
  /(?<m>\d{1,3}) ?(?:min|mn|m) ?(?<s>[0-5]?\d)[.,](?<d>\d{1,3}) ?s(?:ec)?(?![A-Za-zÀ-ž\d])/y,
  // 9 s 95
  /(?<s>\d{1,3}) ?s ?(?<d>\d{2,3})(?![A-Za-zÀ-ž\d])/y,
  // 1'58"23
  /(?<m>\d{1,3})'(?<s>\d{1,2})(?:["″”]|'')(?<d>\d{1,3})?(?![\dA-Za-zÀ-ž])/y,
  // 3'20
  /(?<m>\d{1,3})'(?<s>[0-5]\d)(?![\dA-Za-zÀ-ž"″”']|[.,]\d)/y,
  // 9"95
  /(?<s>\d{1,2})(?:["″”]|'')(?<d>\d{1,3})(?![\dA-Za-zÀ-ž])/y,
];

/** How long a race took: `2:58:12`, `1 min 58 s 23`, `1:58.23`, `9 s 95`, `3'26"`. `5'11"` is also feet and inches. */
export function stopwatchAt({ plain }: Scan, at: number): Found | undefined {
  if (!/\d/.test(plain.charAt(at)) || /[\d:.,]/.test(plain.charAt(at - 1))) return undefined;
  for (const form of forms) {
    const found = match(form, plain, at);
    if (found === undefined) continue;
    const { h = 0, m = 0, s = 0, d = 0 } = found.groups ?? {};
    const seconds = Number(`${s}.${d}`);
    const readings: Reading[] = [
      { kind: 'amount', value: Number(h) * 3_600 + Number(m) * 60 + seconds, unit: units.second },
    ];
    if (/\d'\d/.test(found[0])) readings.push({ kind: 'amount', value: Number(m) + seconds / 12, unit: units.foot });
    return { end: at + found[0].length, quantity: { certainty: 'digits', readings } };
  }
  return undefined;
}

import { cutRanges } from '../../../source/cut-ranges.ts';
import type { PageDocument, PageElement } from '../../page-document.ts';

/** How an element is shown. */
export type Style = { isHidden: boolean; size: number; isBold: boolean; isUpper: boolean };

/** The size of a mail program's text, in pixels, and of headings without a size (HTML Standard, section 15.3.7). */
const defaultSize = 16;
const headingSizes: Readonly<Record<string, number>> = { H1: 32, H2: 24, H3: 19, H4: 16, H5: 14, H6: 12 };
const namedSizes: Readonly<Record<string, number>> = {
  small: 13,
  medium: 16,
  large: 18,
  'x-large': 24,
  'xx-large': 32,
};
/** Sizes of `<font size>`. */
const fontSizes: Readonly<Record<string, number>> = { 1: 10, 2: 13, 3: 16, 4: 18, 5: 24, 6: 32, 7: 48 };
const maxRules = 2_000;
const maxDeclarationChars = 2_000;

/** The properties of a style: those that say whether and how large a text is shown. */
type Declarations = Map<string, string>;

/**
 * A function that gives the style of a document's elements, by their attributes and the simple rules (`h2`, `.title`, `td.title`) of its
 * style sheets. Rules for media are left out.
 */
export function styleReader(document: PageDocument): (element: PageElement) => Style {
  const rules = rulesOf(document);
  const known = new WeakMap<PageElement, Style>();
  const styleOf = (element: PageElement): Style => {
    const found = known.get(element);
    if (found !== undefined) return found;
    const parent = element.parentElement;
    const outer =
      parent === null ? { isHidden: false, size: defaultSize, isBold: false, isUpper: false } : styleOf(parent);
    const style = ownStyle(element, outer, rules);
    known.set(element, style);
    return style;
  };
  return styleOf;
}

function ownStyle(element: PageElement, outer: Style, rules: ReadonlyMap<string, Declarations>): Style {
  const tag = element.tagName.toLowerCase();
  const names = (element.getAttribute('class') ?? '').slice(0, 500).split(/\s+/).slice(0, 20);
  const declared = new Map(
    [tag, ...names.map(name => `.${name}`), ...names.map(name => `${tag}.${name}`)].flatMap(one => [
      ...(rules.get(one) ?? []),
    ]),
  );
  for (const [name, value] of declarationsIn(element.getAttribute('style') ?? '')) declared.set(name, value);
  const get = (name: string): string => declared.get(name) ?? '';
  const zero = (name: string): boolean => /^0(?:\.0+)?(?:px|em|%)?$/.test(get(name));
  const weight = get('font-weight');
  const isHeading = /^h[1-6]$/.test(tag);
  return {
    isHidden:
      outer.isHidden ||
      element.hasAttribute('hidden') ||
      get('display') === 'none' ||
      get('visibility') === 'hidden' ||
      get('mso-hide') === 'all' ||
      zero('opacity') ||
      (zero('max-height') && tag !== 'img'),
    size: sizeOf(get('font-size'), outer.size) ?? headingSizes[element.tagName] ?? fontSize(element) ?? outer.size,
    isBold:
      weight === ''
        ? outer.isBold || isHeading || /^(?:b|strong|th)$/.test(tag)
        : /^(?:bold|bolder|[6-9]00)$/.test(weight),
    isUpper: get('text-transform') === '' ? outer.isUpper : get('text-transform') === 'uppercase',
  };
}

const fontSize = (element: PageElement): number | undefined =>
  element.tagName === 'FONT' ? fontSizes[element.getAttribute('size') ?? ''] : undefined;

function sizeOf(value: string, outer: number): number | undefined {
  const [, number = '', unit = ''] = /^(\d{1,4}(?:\.\d{1,4})?)(px|pt|r?em|%)$/.exec(value) ?? [];
  if (number === '') return namedSizes[value];
  const factor = { px: 1, pt: 4 / 3, em: outer, rem: defaultSize, '%': outer / 100 }[unit] ?? 1;
  return Number(number) * factor;
}

function declarationsIn(text: string): Declarations {
  return new Map(
    text
      .slice(0, maxDeclarationChars)
      .toLowerCase()
      .split(';')
      .flatMap((one): [string, string][] => {
        const at = one.indexOf(':');
        return at === -1
          ? []
          : [
              [
                one.slice(0, at).trim(),
                one
                  .slice(at + 1)
                  .replace('!important', '')
                  .trim(),
              ],
            ];
      }),
  );
}

/** The declarations of a document's style sheets by simple selector; of a selector with several parts the last counts. */
function rulesOf(document: PageDocument): Map<string, Declarations> {
  const rules = new Map<string, Declarations>();
  const sheets = [...document.querySelectorAll('style')].map(style => style.textContent ?? '').join('\n');
  let depth = 0;
  let isMedia = false;
  let selectors = '';
  for (const piece of cutRanges(sheets, '/*', '*/').kept.split(/(?<=[{}])/)) {
    if (rules.size > maxRules) break;
    if (piece.endsWith('{')) {
      depth++;
      if (depth === 1 && piece.trimStart().startsWith('@')) isMedia = true;
      else if (!isMedia) selectors = piece.slice(0, -1);
    } else if (piece.endsWith('}')) {
      depth = Math.max(0, depth - 1);
      if (!isMedia) addRule(rules, selectors, piece.slice(0, -1));
      if (depth === 0) isMedia = false;
    }
  }
  return rules;
}

function addRule(rules: Map<string, Declarations>, selectors: string, text: string): void {
  for (const selector of selectors.slice(0, maxDeclarationChars).split(',')) {
    const last =
      selector
        .trim()
        .split(/[\s>]+/)
        .at(-1)
        ?.toLowerCase() ?? '';
    if (!/^(?:[a-z]\w{0,9})?(?:\.[\w-]{1,60})?$/.test(last) || last === '') continue;
    const declarations = rules.get(last) ?? new Map<string, string>();
    for (const [name, value] of declarationsIn(text)) declarations.set(name, value);
    rules.set(last, declarations);
  }
}

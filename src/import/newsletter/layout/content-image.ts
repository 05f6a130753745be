import { tidy } from '../../draft.ts';
import type { PageElement } from '../../page-document.ts';
import { isHome } from './titles.ts';
import { isSocial } from './words.ts';

/** Smaller images are icons, rules and spacers. */
const minSide = 48;
const minArea = 60 * 60;
const trackerAddress =
  /\/(?:open|pixel|track|beacon|wf\/open|o\/|trk|imp)(?:[/?.]|$)|(?:^|[/._-])(?:spacer|pixel|blank|transparent|clear|divider|separator)[\w-]{0,20}\.(?:gif|png)|open\.php|track\/open/i;

/** Whether an image is of an article, not an icon, a spacer, a logo or a pixel that counts who opens the mail. */
export function isContentImage(image: PageElement): boolean {
  const src = image.getAttribute('src') ?? '';
  const alt = tidy(image.getAttribute('alt'));
  const [width, height] = [sideOf(image, 'width'), sideOf(image, 'height')];
  const isSmall =
    (width ?? minSide) < minSide || (height ?? minSide) < minSide || (width ?? 999) * (height ?? 999) < minArea;
  const href = image.closest('a[href]')?.getAttribute('href') ?? '';
  return (
    src.trim() !== '' &&
    !isSmall &&
    !isHome(href) &&
    !trackerAddress.test(src.slice(0, 2_000)) &&
    !isSocial(alt, '') &&
    !(href !== '' && isSocial(alt || 'x', href) && (width ?? 0) < 100) &&
    !/logo|masthead|header_?-?image|banner/i.test(
      `${alt} ${image.getAttribute('class') ?? ''} ${image.getAttribute('id') ?? ''} ${src.startsWith('data:') ? '' : (src.split('/').at(-1) ?? '')}`.slice(
        0,
        2_000,
      ),
    )
  );
}

/** The length of a side in pixels, as attribute or style; undefined if it is not given, or is a share. */
function sideOf(image: PageElement, name: 'width' | 'height'): number | undefined {
  const attribute = /^\s*(\d{1,5})(?:px)?\s*$/.exec(image.getAttribute(name) ?? '')?.[1];
  const style = new RegExp(`(?:^|[;\\s])${name}\\s{0,4}:\\s{0,4}(\\d{1,5})px`, 'i').exec(
    (image.getAttribute('style') ?? '').slice(0, 2_000),
  )?.[1];
  const given = attribute ?? style;
  return given === undefined ? undefined : Number(given);
}

import type { Draft } from '../../import/draft.ts';
import type { MergedEdition } from '../../import/newsletter/merge-edition.ts';
import type { Newsletter } from '../../import/newsletter/newsletter.ts';
import { counted, type PlainWording, t } from '../../wording/wording.ts';

/**
 * What the editor should know of an imported newsletter, one line of each kind: what was left out, and what is to be looked at.
 * @param drafts as they were written, with the addresses of their images
 * @param unlinked how many articles have no link of their own and lead to `fallback`
 */
export function reportOf(
  { counts, drafts: found }: Newsletter,
  { paired, repeated, kept, added }: MergedEdition,
  {
    drafts,
    unlinked,
    fallback,
    isNew,
  }: { drafts: readonly Draft[]; unlinked: number; fallback: string; isNew: boolean },
): string[] {
  const withImage = (list: readonly Draft[], src: RegExp): number =>
    list.filter(({ image }) => src.test(image?.src ?? '')).length;
  const saved = withImage(drafts, /^\.\//);
  const lost = counts.images + withImage(found, /^embedded:/) - saved;
  const fresh = added.length - paired;
  const lines: [number, PlainWording, PlainWording][] = [
    [
      paired,
      'article of the issue got its texts in this language',
      'articles of the issue got their texts in this language',
    ],
    [isNew || paired === 0 ? 0 : fresh, 'article is new in the issue', 'articles are new in the issue'],
    [
      repeated,
      'article is in the issue already, and was left out',
      'articles are in the issue already, and were left out',
    ],
    [
      counts.leftOut,
      'text around the articles was left out',
      'texts around the articles were left out (header, notices, sign-off)',
    ],
    [counts.mergeTags, 'merge tag was left out', 'merge tags, such as the name of the reader, were left out'],
    [lost, 'image was left out', 'images were left out: an article has one'],
    [saved, 'image of the mail was saved beside the issue', 'images of the mail were saved beside the issue'],
    [
      withImage(drafts, /^https?:/),
      'image stays on its server: save it beside the issue before you close an account there',
      'images stay on their server: save them beside the issue before you close an account there',
    ],
    [
      counts.hiddenLinks,
      'link leads through the click counter of the program that sent the newsletter',
      'links lead through the click counter of the program that sent the newsletter',
    ],
  ];
  const ownTexts =
    isNew || kept.length === 0 ? [] : [t('The issue keeps its own texts: %{texts}.', { texts: kept.join(', ') })];
  return [
    ...lines.filter(([count]) => count > 0).map(([count, one, many]) => `${counted(count, one, many)}.`),
    ...(unlinked === 0
      ? []
      : [
          t('%{articles} without a link: hebdo links to %{fallback} instead.', {
            articles: counted(unlinked, 'article', 'articles'),
            fallback,
          }),
        ]),
    ...ownTexts,
  ];
}

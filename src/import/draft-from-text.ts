import { t } from '../wording/wording.ts';
import { creditOf, type Draft, ImportProblem, pullQuoteIndex, saysAi, tidy, unquoted } from './draft.ts';

/** The first line after an article in the copied text of a whole page. */
const endPattern =
  /^(laisser un commentaire|laissez un commentaire|leave a (reply|comment)|votre adresse e-?mail ne sera pas|your email address will not|\d+ comments?$|commentaires?$|partager|share this|articles? (similaires|liés)|related posts?|ce site utilise akismet|this site uses akismet)/i;

/** A shorter text is not even a brief. */
const minArticleChars = 10;
/** Lines of a brief, of which one may be its link. In a longer text a link may lead anywhere. */
const maxBriefLines = 6;
/** A longer first line is not a standfirst. */
const maxStandfirstChars = 400;

/**
 * Finds the article in the copied plain text of a page.
 * @param categories the names of the publication's categories, which a copied text has without separators
 * @param givenUrl the page's URL; else that of a line of its own
 * @throws ImportProblem if the text is too short
 */
export function draftFromText(text: string, categories: readonly string[], givenUrl?: string): Draft {
  const lines = text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  const ai = saysAi(text);
  const linkLine = lines.length > maxBriefLines ? -1 : lines.findIndex(line => /^https?:\/\/\S{4,2000}$/.test(line));
  const [link] = linkLine === -1 ? [] : lines.splice(linkLine, 1);
  const url = givenUrl ?? link;
  const end = lines.findIndex((line, i) => i > 1 && endPattern.test(line));
  const kept = end === -1 ? lines : lines.slice(0, end);

  const head: string[] = [];
  while (kept.length > 0 && isHead(kept[0] ?? '', categories)) head.push(kept.shift() ?? '');
  const title = tidy(kept.shift());
  const sourceLine = kept.findLastIndex(line => /^(source|via)\s*:/i.test(line));
  const source = sourceLine === -1 ? undefined : tidy(kept.splice(sourceLine, 1)[0]?.replace(/^[^:]*:/, ''));
  const first = kept[0] ?? '';
  const standfirst =
    /^[«“"].*[»”"]$/u.test(first) && first.length < maxStandfirstChars ? unquoted(kept.shift() ?? '') : undefined;
  const paragraphs = kept.filter(line => !saysAi(line)).map(tidy);
  // A title and its link are a brief.
  if (title === '' || (paragraphs.join('').length < minArticleChars && link === undefined))
    throw new ImportProblem(
      t('There is too little text to be an article.'),
      t('Copy the whole page: title, text and all.'),
    );
  const at = pullQuoteIndex(paragraphs);
  const [pullQuote] = at === -1 ? [] : paragraphs.splice(at, 1);
  const count = countIn(head);
  const credit = creditOf(head.find(line => /cr[ée]dit|image|photo/i.test(line)) ?? '');
  return {
    language: '',
    title,
    standfirst,
    body: paragraphs.map(escapeMarkdown).join('\n\n'),
    pullQuote: pullQuote === undefined ? undefined : unquoted(pullQuote),
    // A text has no image, but may have an image credit, which is kept for the editor.
    image: credit === undefined ? undefined : { src: '', alt: '', credit },
    categories: head.flatMap(line => categoriesIn(line, categories)),
    source: source === undefined || source === '' ? undefined : { name: source },
    comments: url === undefined || count === undefined ? undefined : { url: `${url}#comments`, count },
    url,
    writtenBy: ai ? 'ai' : undefined,
  };
}

/** The number of comments above the title, if there is one. */
const countIn = (head: readonly string[]): number | undefined => {
  const digits = /^\d+/.exec(head.find(line => /^\d+( (comments?|commentaires?))?$/i.test(line)) ?? '')?.[0];
  return digits === undefined ? undefined : Number(digits);
};

/** Whether a line is one of those above the title: a credit, categories, a number of comments, a date, a menu. */
const isHead = (line: string, categories: readonly string[]): boolean =>
  /^(cr[ée]dits?|image|photo)\b/i.test(line) ||
  /^\d+( (comments?|commentaires?))?$/i.test(line) ||
  categoriesIn(line, categories).length > 0 ||
  /^(accueil|home|menu|rechercher|search)$/i.test(line) ||
  /^\d{1,2} \p{L}+ \d{4}$/u.test(line);

/** The category names in a line without separators: `HardwareIntelligence ArtificielleTechnologie`. */
function categoriesIn(line: string, categories: readonly string[]): string[] {
  const names: string[] = [];
  for (let rest = line; rest !== ''; ) {
    const name = categories
      .filter(one => rest.toLowerCase().startsWith(one.toLowerCase()))
      .sort((a, b) => b.length - a.length)[0];
    const word =
      name ??
      (names.length > 0 || /\p{Ll}\p{Lu}/u.test(line)
        ? /^\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*(?=\p{Lu}|$)/u.exec(rest)?.[0]
        : undefined);
    if (word === undefined) return [];
    names.push(rest.slice(0, word.length));
    rest = rest.slice(word.length).replace(/^[\s,·|/]+/, '');
  }
  return names;
}

/** Escapes the characters of a copied text that have a meaning in Markdown. */
const escapeMarkdown = (text: string): string =>
  text.replace(/([\\`*_[\]<])/g, '\\$1').replace(/^([#>+-]|\d+\.)(?=\s)/, '\\$1');

import { type Draft, ImportProblem, pulledOut, saysAi, tidy, unquoted } from './draft.ts';
import { creditOf } from './page.ts';

/** Where an article ends in the text of a page that was selected and copied whole. */
const afterArticle =
  /^(laisser un commentaire|laissez un commentaire|leave a (reply|comment)|votre adresse e-?mail ne sera pas|your email address will not|\d+ comments?$|commentaires?$|partager|share this|articles? (similaires|liés)|related posts?|ce site utilise akismet|this site uses akismet)/i;

/**
 * Finds the article in the plain text of a page, as one pastes it.
 * @param known the names of the publication's categories, which such a text runs together
 * @param url where the page lies, which its text does not say
 * @throws ImportProblem if there is too little to be an article
 */
export function draftFromText(text: string, known: readonly string[], url?: string): Draft {
  const lines = text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  const ai = saysAi(text);
  const end = lines.findIndex((line, i) => i > 1 && afterArticle.test(line));
  const kept = end === -1 ? lines : lines.slice(0, end);

  const head: string[] = [];
  while (kept.length > 0 && isHead(kept[0] ?? '', known)) head.push(kept.shift() ?? '');
  const title = tidy(kept.shift());
  const sourceLine = kept.findLastIndex(line => /^(source|via)\s*:/i.test(line));
  const source = sourceLine === -1 ? undefined : tidy(kept.splice(sourceLine, 1)[0]?.replace(/^[^:]*:/, ''));
  const first = kept[0] ?? '';
  const standfirst = /^[«“"].*[»”"]$/u.test(first) && first.length < 400 ? unquoted(kept.shift() ?? '') : undefined;
  const paragraphs = kept.filter(line => !saysAi(line)).map(tidy);
  if (title === '' || paragraphs.join('').length < 100)
    throw new ImportProblem('There is too little text to be an article.', 'Copy the whole page: title, text and all.');
  const at = pulledOut(paragraphs);
  const [pullQuote] = at === -1 ? [] : paragraphs.splice(at, 1);
  const credit = creditOf(head.find(line => /cr[ée]dit|image|photo/i.test(line)) ?? '');
  return {
    language: '',
    title,
    standfirst,
    body: paragraphs.map(escapeMarkdown).join('\n\n'),
    pullQuote: pullQuote === undefined ? undefined : unquoted(pullQuote),
    // A text brings no picture along; its credit is kept for whoever adds it.
    image: credit === undefined ? undefined : { src: '', alt: '', credit },
    categories: head.flatMap(line => categoriesIn(line, known)),
    source: source === undefined || source === '' ? undefined : { name: source },
    comments: url === undefined ? undefined : { url: `${url}#comments`, count: countIn(head) },
    url,
    writtenBy: ai ? 'ai' : undefined,
  };
}

/** The number of comments above the title. */
const countIn = (head: readonly string[]): number =>
  Number(/^\d+/.exec(head.find(line => /^\d+( (comments?|commentaires?))?$/i.test(line)) ?? '0')?.[0]);

/** What stands above the title: credits, categories run together, a count of comments, a date. */
const isHead = (line: string, known: readonly string[]): boolean =>
  /^(cr[ée]dits?|image|photo)\b/i.test(line) ||
  /^\d+( (comments?|commentaires?))?$/i.test(line) ||
  categoriesIn(line, known).length > 0 ||
  /^(accueil|home|menu|rechercher|search)$/i.test(line) ||
  /^\d{1,2} \p{L}+ \d{4}$/u.test(line);

/** The names that a line is made of, with nothing between them: `HardwareIntelligence ArtificielleTechnologie`. */
function categoriesIn(line: string, known: readonly string[]): string[] {
  const found: string[] = [];
  for (let rest = line; rest !== ''; ) {
    const name = known
      .filter(one => rest.toLowerCase().startsWith(one.toLowerCase()))
      .sort((a, b) => b.length - a.length)[0];
    const word =
      name ??
      (found.length > 0 || /\p{Ll}\p{Lu}/u.test(line)
        ? /^\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*(?=\p{Lu}|$)/u.exec(rest)?.[0]
        : undefined);
    if (word === undefined) return [];
    found.push(rest.slice(0, word.length));
    rest = rest.slice(word.length).replace(/^[\s,·|/]+/, '');
  }
  return found;
}

/** A copied text is no Markdown: its signs are signs. */
const escapeMarkdown = (text: string): string =>
  text.replace(/([\\`*_[\]<])/g, '\\$1').replace(/^([#>+-]|\d+\.)(?=\s)/, '\\$1');

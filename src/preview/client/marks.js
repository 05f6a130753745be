import { columns } from './editions.js';

/** Marks the words of problems in the editions, and those of one problem more strongly, in both languages. */
export function drawMarks(problems, current) {
  for (const [language, { mail }] of columns) {
    const inside = mail.document;
    const Highlight = mail.frame.contentWindow?.Highlight;
    // Older browsers have no highlights: the cards still say where.
    if (Highlight === undefined || !inside?.body) continue;
    const text = textOf(inside.body);
    const rangesOf = problem =>
      (problem.marks ?? []).flatMap(mark => (mark.language === language ? (rangeOf(inside, text, mark) ?? []) : []));
    const groups = { error: [], warning: [] };
    for (const problem of problems) groups[problem.severity].push(...rangesOf(problem));
    const { highlights } = mail.frame.contentWindow.CSS;
    for (const [name, ranges] of Object.entries(groups)) highlights.set(`hebdo-${name}`, new Highlight(...ranges));
    const strong = new Highlight(...(current === undefined ? [] : rangesOf(current)));
    strong.priority = 1;
    highlights.set('hebdo-current', strong);
  }
}

/** Where the words of the current problem are on the page, in pixels from the top of the window; undefined if none is marked. */
export function topOfCurrent() {
  for (const { mail, root } of columns.values()) {
    const [range] = root.hidden ? [] : (mail.frame.contentWindow?.CSS.highlights?.get('hebdo-current') ?? []);
    if (range === undefined) continue;
    const { top, width } = mail.frame.getBoundingClientRect();
    return top + (range.getBoundingClientRect().top * width) / mail.frame.offsetWidth;
  }
  return undefined;
}

/** The part of a mail that shows marked words: of several places, the one whose surroundings are those of the file. */
function rangeOf(document, { text, nodes }, { article, words, before, after }) {
  // The contents repeat the titles above the articles.
  const anchor = document.getElementById(article);
  const begin = anchor === null ? 0 : (nodes.find(({ node }) => isBehind(node, anchor))?.from ?? 0);
  const wanted = comparable(words.trim());
  const [near, behind] = [comparable(before), comparable(after)];
  let best;
  for (let i = text.indexOf(wanted, begin); i !== -1 && wanted !== ''; i = text.indexOf(wanted, i + 1)) {
    const score = commonEnd(text.slice(0, i), near) + commonStart(text.slice(i + wanted.length), behind);
    if (best === undefined || score > best.score) best = { score, from: i, to: i + wanted.length };
  }
  if (best === undefined) return undefined;
  const range = document.createRange();
  range.setStart(...placeIn(nodes, best.from));
  range.setEnd(...placeIn(nodes, best.to - 1, 1));
  return range;
}

const isBehind = (node, anchor) =>
  anchor.contains(node) || (anchor.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

/** The text of an element that is shown, each character comparable, and where each text node begins in it. */
function textOf(root) {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT, node =>
    node.parentElement.closest('style, title') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const nodes = [];
  let text = '';
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, from: text.length });
    text += comparable(walker.currentNode.data);
  }
  return { text, nodes };
}

/** A text with the signs that typography changes made equal; it keeps its length. */
const comparable = text =>
  text
    .replace(/[\s\u00a0\u202f]/g, ' ')
    .replace(/[‘’]/g, "'")
    .replace(/[“”«»]/g, '"')
    .replace(/[–—−]/g, '-');

/** The text node and offset of a character; `more` is added to the offset. */
function placeIn(nodes, offset, more = 0) {
  const { node, from } = nodes.findLast(one => one.from <= offset);
  return [node, offset - from + more];
}

function commonStart(a, b) {
  let n = 0;
  while (n < b.length && a[n] === b[n]) n++;
  return n;
}

const commonEnd = (a, b) => commonStart([...a.slice(-b.length)].reverse().join(''), [...b].reverse().join(''));

/**
 * Aligns each article across all editions: where it begins lower in one edition, the others get a gap above it, in the colour of the
 * paper.
 * @param {Document[]} documents one per edition, with the mail in it
 * @param {string[]} ids the ids of the articles, in their order
 * @returns {Map<string, number>} the distance of each article from the top, in pixels
 */
export function alignArticles(documents, ids) {
  const tops = new Map();
  for (const document of documents)
    for (const section of document.querySelectorAll('[data-aligned]'))
      Object.assign(section.style, { marginTop: '', boxShadow: '', borderTop: '' });
  for (const id of ids) {
    const places = documents.flatMap(document => {
      const anchor = document.getElementById(id);
      const section = anchor && sectionOf(anchor);
      return section ? [{ section, top: section.getBoundingClientRect().top + document.defaultView.scrollY }] : [];
    });
    const lowest = Math.max(...places.map(({ top }) => top));
    for (const { section, top } of places) {
      const gap = lowest - top;
      section.dataset.aligned = '';
      if (gap <= 1) continue;
      // A row has no margin; its cell stands on the paper.
      if (section.tagName === 'TD') section.style.borderTop = `${gap}px solid transparent`;
      else Object.assign(section.style, { marginTop: `${gap}px`, boxShadow: `0 ${-gap}px 0 ${paperOf(section)}` });
    }
    if (places.length > 0) tops.set(id, lowest);
  }
  return tops;
}

/** The colour on which a part of the mail is printed. */
function paperOf(section) {
  const colours = [section, ...section.querySelectorAll('*')].map(one => getComputedStyle(one).backgroundColor);
  return colours.find(colour => colour !== 'rgba(0, 0, 0, 0)') ?? 'transparent';
}

/**
 * The beginning of an article: the part of the mail around its anchor, or the image or rule directly above. A part is the cell of a row
 * that follows others, or else an outermost part of the mail.
 */
function sectionOf(anchor) {
  let part = anchor;
  const isPart = one =>
    one.parentElement?.getAttribute('role') === 'article' ||
    (one.tagName === 'TR' &&
      one.previousElementSibling?.closest('tr') &&
      firstAbove(one) !== one.parentElement.firstElementChild);
  while (part.parentElement && !isPart(part)) part = part.parentElement;
  if (part.parentElement === null) return undefined;
  const first = firstAbove(part);
  return first.tagName === 'TR' ? first.cells[0] : first;
}

/** The first of the parts without a text directly above a part; the part itself if there are none. */
function firstAbove(part) {
  let first = part;
  while (first.previousElementSibling?.textContent.trim() === '') first = first.previousElementSibling;
  return first;
}

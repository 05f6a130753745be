/**
 * Aligns each article across all editions: where it begins lower in one edition, the others get a margin above it.
 * @param {Document[]} documents one per edition, with the mail in it
 * @param {string[]} ids the ids of the articles, in their order
 * @returns {Map<string, number>} the distance of each article from the top, in pixels
 */
export function alignArticles(documents, ids) {
  const tops = new Map();
  for (const document of documents)
    for (const section of document.querySelectorAll('[data-aligned]')) section.style.marginTop = '';
  for (const id of ids) {
    const places = documents.flatMap(document => {
      const anchor = document.getElementById(id);
      const section = anchor && sectionOf(anchor);
      return section ? [{ section, top: section.getBoundingClientRect().top + document.defaultView.scrollY }] : [];
    });
    const lowest = Math.max(...places.map(({ top }) => top));
    for (const { section, top } of places) {
      section.dataset.aligned = '';
      if (lowest - top > 1) section.style.marginTop = `${lowest - top}px`;
    }
    if (places.length > 0) tops.set(id, lowest);
  }
  return tops;
}

/** The beginning of an article: the outermost part of the mail around its anchor, or the image or rule directly above. */
function sectionOf(element) {
  let part = element;
  while (part.parentElement && part.parentElement.getAttribute('role') !== 'article') part = part.parentElement;
  if (part.parentElement === null) return undefined;
  for (let above = part.previousElementSibling; above?.textContent.trim() === ''; above = above.previousElementSibling)
    part = above;
  return part;
}

/**
 * The address of a page of the documentation that comes with hebdo: it works from every folder.
 * @param page its file in `docs/`, with or without an anchor
 * @example docsUrl('rules.md#empty-edition')
 */
export const docsUrl = (page: string): string => new URL(`../../docs/${page}`, import.meta.url).href;

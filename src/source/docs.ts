import { spokenLanguage } from '../wording/wording.ts';

/** Pages that there are in French too. */
const inFrench = /^rules\.md(?:#|$)/;

/**
 * The address of a page of the documentation that comes with hebdo, in the language of this process if it is there: it works from
 * every folder.
 * @param page its file in `docs/`, with or without an anchor
 * @example docsUrl('rules.md#empty-edition')
 */
export const docsUrl = (page: string): string =>
  new URL(`../../docs/${spokenLanguage() === 'fr' && inFrench.test(page) ? 'fr/' : ''}${page}`, import.meta.url).href;

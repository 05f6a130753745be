import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { spokenLanguage } from '../wording/wording.ts';

/** What package.json says of hebdo; the file is two folders up in a checkout and in the package alike. */
export const metadata = z
  .object({
    name: z.string(),
    version: z.string(),
    description: z.string(),
    repository: z.object({ url: z.string() }),
  })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));

const repository = metadata.repository.url.replace(/^git\+|\.git$/g, '');

/** Pages that there are in French too. */
const inFrench = /^rules\.md(?:#|$)/;

/**
 * The address of a page of the documentation in the repository, in the language of this process if it is there.
 * @param page its file in `docs/`, with or without an anchor
 * @example docsUrl('rules.md#empty-edition') // 'https://github.com/hebdo/hebdo/blob/HEAD/docs/rules.md#empty-edition'
 */
export const docsUrl = (page: string): string =>
  `${repository}/blob/HEAD/docs/${spokenLanguage() === 'fr' && inFrench.test(page) ? 'fr/' : ''}${page}`;

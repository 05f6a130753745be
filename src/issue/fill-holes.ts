import { z } from 'zod';
import type { Publication } from '../publication/schema.ts';
import { validate } from '../source/validate.ts';
import type { Path, YamlSource } from '../source/yaml/parse-yaml.ts';
import { type PlainWording, t } from '../wording/wording.ts';
import { localFile } from './local-file.ts';
import { type Issue, issueSchema } from './schema.ts';

const texts = z.union([z.string(), z.null(), z.record(z.string(), z.unknown())]);
const group = z.record(z.string(), z.unknown());

/**
 * A draft with placeholders where texts are still to be written, so that it can be shown. Images whose file is missing are left out.
 * @param source the issue file
 * @param standIns values of required keys; see `validate`
 * @returns undefined if the rest of the draft cannot be read either
 */
export async function withHoles(
  folder: string,
  source: YamlSource,
  { languages, url }: Publication,
  standIns: Record<string, (path: Path) => unknown>,
): Promise<Issue | undefined> {
  const value: unknown = structuredClone(source.value);
  if (!isGroup(value)) return undefined;
  /** Writes a placeholder for a text that is missing as a whole, or empty in a language. */
  const fill = (owner: Record<string, unknown>, key: string, placeholder: PlainWording, isRequired = false): void => {
    const words = `[${t(placeholder)}]`;
    const text = texts.safeParse(owner[key]);
    if (owner[key] === undefined ? isRequired : text.data === null || text.data === '') owner[key] = words;
    else if (isGroup(text.data)) owner[key] = filled(text.data, words);
  };
  const filled = (all: Record<string, unknown>, words: string): Record<string, unknown> => ({
    ...Object.fromEntries(Object.entries(all).map(([tag, one]) => [tag, one === '' || one === null ? words : one])),
    ...(Object.keys(all).length === 0 ? Object.fromEntries(languages.map(tag => [tag, words])) : {}),
  });
  fill(value, 'subject', 'The subject is still to be written', true);
  fill(value, 'preheader', 'The preheader is still to be written');
  fill(value, 'intro', 'The introduction is still to be written');
  fill(value, 'outro', 'The end is still to be written');
  const articles = Array.isArray(value.articles) && value.articles.length > 0 ? value.articles : [{ id: 'first' }];
  value.articles = articles;
  for (const article of articles.filter(isGroup)) {
    fill(article, 'title', 'The title is still to be written', true);
    fill(article, 'standfirst', 'The standfirst is still to be written');
    fill(article, 'body', 'The text is still to be written');
    fill(article, 'pull_quote', 'The pull quote is still to be written');
    if (typeof article.url !== 'string' || !URL.canParse(article.url))
      article.url = isGroup(article.url) ? article.url : url;
    if (isGroup(article.image)) await fillImage(folder, source.path, article, article.image);
  }
  const { value: whole, salvaged } = validate(issueSchema, { ...source, value }, standIns);
  return whole ?? salvaged;
}

async function fillImage(
  folder: string,
  from: string,
  article: Record<string, unknown>,
  image: Record<string, unknown>,
): Promise<void> {
  const src = typeof image.src === 'string' ? image.src : '';
  const isThere = /^https?:/.test(src) || (src !== '' && (await localFile(folder, from, src)).path !== undefined);
  if (isThere) image.alt ??= '';
  else delete article.image;
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  group.safeParse(value).success && !Array.isArray(value);

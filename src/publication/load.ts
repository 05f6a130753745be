import { suggestion } from '../source/nearest.ts';
import { type Checked, hasErrors, type Problem } from '../source/problem.ts';
import { readSource } from '../source/read-source.ts';
import { nameOf, validate } from '../source/validate.ts';
import type { Localized } from '../source/values.ts';
import { type Path, parseYaml, type YamlSource } from '../source/yaml/parse-yaml.ts';
import { t } from '../wording/wording.ts';
import type { DeclaredFields } from './declared-fields.ts';
import { type Publication, publicationSchema } from './schema.ts';

/** The file that every newsletter's folder contains. */
export const publicationFile = 'hebdo.yaml';

/**
 * Reads and checks `hebdo.yaml`.
 * @param folder the newsletter's folder
 * @returns the publication, and its file; if it has errors, only `salvaged`, its valid part, which suffices to check the issues
 */
export async function loadPublication(
  folder: string,
): Promise<Checked<Publication> & { salvaged?: Publication; source?: YamlSource }> {
  const text = await readSource(folder, publicationFile);
  if (text.value === undefined) return { problems: text.problems };
  const source = parseYaml(text.value);
  if (source.value === undefined) return { problems: source.problems };
  const { value, salvaged, problems } = validate(publicationSchema, source.value, standIns);
  const publication = value ?? salvaged;
  if (publication === undefined) return { problems: [...source.problems, ...problems] };
  const all = [...source.problems, ...problems, ...languageProblems(publication, source.value)];
  const read = { problems: all, source: source.value };
  return hasErrors(all) ? { ...read, salvaged: publication } : { ...read, value: publication };
}

/** Gives problems of hebdo.yaml that name a path their place in the file. A comment may ignore them there. @param source the file */
export const inPublication = (problems: readonly Problem[], source: YamlSource | undefined): Problem[] =>
  problems.flatMap(({ valuePath, ...problem }) => {
    const span =
      problem.span ??
      (valuePath === undefined || problem.file !== publicationFile ? undefined : source?.spanOf(valuePath));
    return span !== undefined && valuePath !== undefined && source?.isIgnored(problem.rule, span) === true
      ? []
      : [{ ...problem, span }];
  });

/** The fields of subscribers that a newsletter declares; none where hebdo.yaml cannot be read. */
export async function declaredFieldsOf(folder: string): Promise<DeclaredFields> {
  const { value, salvaged } = await loadPublication(folder);
  return (value ?? salvaged)?.fields ?? {};
}

/** Values for missing required keys, so that the issues can still be checked. */
const standIns = {
  name: () => '…',
  url: () => 'https://example.invalid',
  list_id: () => 'example.invalid',
  publisher: () => ({ name: '…', address: '…' }),
  from: () => ({}),
  time_zone: () => 'UTC',
};

/** Reports texts under a language that is not in `languages`, and languages that a text lacks. */
function languageProblems(publication: Publication, source: YamlSource): Problem[] {
  const { languages } = publication;
  const texts: { path: Path; text: Localized | Record<string, unknown> }[] = [
    { path: ['name'], text: publication.name },
    { path: ['from'], text: publication.from },
    { path: ['publisher', 'name'], text: publication.publisher.name },
    { path: ['publisher', 'address'], text: publication.publisher.address },
    ...Object.entries(publication.categories).map(([key, text]) => ({ path: ['categories', key], text })),
    ...Object.entries(publication.fields).flatMap(([key, { label, choices = {} }]) => [
      { path: ['fields', key, 'label'], text: label },
      ...Object.entries(choices).map(([choice, text]) => ({ path: ['fields', key, 'values', choice], text })),
    ]),
  ];
  if (publication.ai_disclosure !== undefined)
    texts.push({ path: ['ai_disclosure', 'url'], text: publication.ai_disclosure.url });
  if (publication.theme.logo !== undefined)
    texts.push({ path: ['theme', 'logo', 'alt'], text: publication.theme.logo.alt });

  const problems: Problem[] = [];
  for (const { path, text } of texts) {
    if (typeof text === 'string') continue;
    for (const language of Object.keys(text))
      if (!languages.includes(language))
        problems.push({
          rule: 'unknown-language',
          severity: 'error',
          message: t("`%{language}` is not one of the publication's languages (%{languages}).", {
            language,
            languages: languages.join(', '),
          }),
          hint: t('%{suggestion} Or add it to `languages`.', { suggestion: suggestion(language, languages) }),
          file: source.path,
          span: source.spanOfKey([...path, language]),
        });
    for (const language of languages)
      if (!Object.hasOwn(text, language))
        problems.push({
          rule: 'missing-translation',
          severity: 'error',
          message: t('`%{path}` has no `%{language}`.', { path: nameOf(path), language }),
          hint: t('Add `%{language}: …`, or one text for all languages.', { language }),
          file: source.path,
          span: source.spanOf(path),
        });
  }
  return problems;
}

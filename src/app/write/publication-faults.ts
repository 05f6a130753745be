import { languagesOf, primary } from '../../issue/language/link-languages.ts';
import { pageOf, severityOf } from '../../issue/rules/rule.ts';
import { copyrightYears } from '../../issue/rules/structure/old-year.ts';
import { isReserved, placeholderAddress } from '../../issue/rules/structure/placeholder.ts';
import { publicationFile } from '../../publication/load.ts';
import type { Publication } from '../../publication/schema.ts';
import { type Problem, problemIn, type Severity } from '../../source/problem.ts';
import type { Path } from '../../source/yaml/parse-yaml.ts';
import { t } from '../../wording/wording.ts';

/** What rules find in hebdo.yaml itself: left-overs of `init`, links to a page in another language, the year of a notice. */
export function publicationFaults(publication: Publication, now: Date): Problem[] {
  const faults = [...leftOvers(publication), ...wrongPages(publication), ...oldNotices(publication, now)];
  return faults.flatMap(({ rule, ...fault }) => {
    const severity: Severity | 'off' = severityOf(rule, 'warning', publication);
    return severity === 'off' ? [] : [problemIn(publicationFile, { rule, severity, ...fault, page: pageOf(rule) })];
  });
}

type Fault = Required<Pick<Problem, 'rule' | 'valuePath' | 'message' | 'hint'>>;

/** A value of hebdo.yaml and its place. */
type Value = { valuePath: Path; words: string };

const valuesOf = (text: string | Readonly<Record<string, string>> | undefined, valuePath: Path): Value[] =>
  typeof text === 'string'
    ? [{ valuePath, words: text }]
    : Object.entries(text ?? {}).map(([key, words]) => ({ valuePath: [...valuePath, key], words }));

/** Addresses and the postal address of `init` beside others that were replaced. A newsletter that is only tried has them all. */
function leftOvers({ url, from, reply_to, publisher }: Publication): Fault[] {
  const addresses = [
    ...valuesOf(url, ['url']),
    ...Object.entries(from).flatMap(([language, { address }]) => valuesOf(address, ['from', language, 'address'])),
    ...valuesOf(reply_to, ['reply_to']),
  ];
  const left = addresses.filter(({ words }) => isReserved(words.replace(/^[^@]{1,320}@/, 'https://')));
  if (left.length === addresses.length) return [];
  const postal = valuesOf(publisher.address, ['publisher', 'address']).filter(
    ({ words }) => words === placeholderAddress,
  );
  return [...left, ...postal].map(({ valuePath, words }) => ({
    rule: 'placeholder',
    valuePath,
    message: t('`%{words}` is an example, and other addresses of hebdo.yaml are not.', { words }),
    hint: t('Write your own.'),
  }));
}

/** Pages about the use of AI that are in another language than their edition. */
function wrongPages({ ai_disclosure, languages }: Publication): Fault[] {
  const urls = ai_disclosure?.url;
  if (urls === undefined || typeof urls === 'string') return [];
  const known = languages.map(primary);
  return Object.entries(urls).flatMap(([edition, href]): Fault[] => {
    const [page, ...more] = languagesOf(href).filter(one => known.includes(one));
    if (page === undefined || more.length > 0 || page === primary(edition)) return [];
    return [
      {
        rule: 'wrong-language-link',
        valuePath: ['ai_disclosure', 'url', edition],
        message: t('The `%{edition}` edition links to a page in another language (`%{page}`): %{link}', {
          edition,
          page,
          link: href.slice(0, 80),
        }),
        hint: t('Link to the page in the language of the edition: url: { fr: …, en: … }.'),
      },
    ];
  });
}

/** Copyright notices of an earlier year in what every footer shows. */
function oldNotices({ publisher }: Publication, now: Date): Fault[] {
  const year = String(now.getUTCFullYear());
  return (['name', 'address'] as const).flatMap(key =>
    valuesOf(publisher[key], ['publisher', key]).flatMap(({ valuePath, words }) =>
      copyrightYears(words)
        .filter(found => found < year)
        .map(found => ({
          rule: 'old-year',
          valuePath,
          message: t('The notice is of %{found}, and this year is %{year}.', { found, year }),
          hint: t('Write the present year.'),
        })),
    ),
  );
}

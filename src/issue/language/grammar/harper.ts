import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { GrammarChecker, Mistake } from './mistake.ts';

/** Harper's rules that are nearly always right, by their names: articles, agreement, verb forms, and words that sound alike. */
const sureRules: ReadonlySet<string> = new Set(
  `AnA AnAnother CouldOf ModalOf HadOf MayOfPronoun PronounVerbAgreement PronounInflectionBe PronounAre IAmAgreement ItsContraction ThenThan TheirToThere TheirToTheyre
  TheyreToTheir TheyreConfusions ThereToTheir PronounContraction PossessiveYour YourPredicateAdjective YourOutClauseAgreement InflectedVerbAfterTo DidPast Didnt MoreBetter
  SimplePastToPastParticiple QuantifierNumeralConflict LetsConfusion DontCan DoubleModal ColdModalTypo ThereIsAgreement ThesesThese SafeToSave SaveToSafe ToLoseTooLoose
  TheWhetherWeather WhomSubjectOfVerb WishCould IfWouldve UseToUsedTo SupposedTo WasAloud WereWhere WillNonLemma WantBe GoingTo CorrectNumberSuffix OneOfTheSingular`.split(
    /\s+/,
  ),
);

/** In UTF-16 units. */
const span = z.object({ start: z.number().int(), end: z.number().int() });
/** What hebdo uses of harper.js 2. */
type Lint = { span(): unknown; message(): string; suggestions(): { get_replacement_text(): string }[] };
type Linter = {
  organizedLints(text: string, options: { language: 'plaintext' }): Promise<Record<string, Lint[]>>;
};
type Harper = {
  LocalLinter: new (options: { binary: unknown; dialect: number }) => Linter;
  Dialect: { British: number };
};

/** British English accepts American forms of grammar; spelling is not asked here. */
let linter: Promise<Linter> | undefined;

/** English, by harper.js: 70 MB, so that the newsletter installs it by itself. */
export const harper: GrammarChecker = {
  program: 'harper.js',
  install: 'npm install harper.js',
  async check(text, folder) {
    try {
      linter ??= load(folder);
      return mistakesIn(await (await linter).organizedLints(text, { language: 'plaintext' }));
    } catch {
      linter = undefined;
      return undefined;
    }
  },
};

/** Loads harper.js from the newsletter's folder, or as it is installed beside hebdo. @throws if it is not installed */
async function load(folder: string): Promise<Linter> {
  const bases = [pathToFileURL(join(folder, 'package.json')).href, import.meta.url];
  const manifest = bases.map(base => packageOf(base)).find(found => found !== undefined);
  if (manifest === undefined) throw new Error('harper.js is not installed');
  const { exports } = z
    .object({ exports: z.record(z.string(), z.object({ import: z.string() })) })
    .parse(JSON.parse(await readFile(manifest, 'utf8')));
  const moduleOf = (name: string): string => pathToFileURL(join(dirname(manifest), exports[name]?.import ?? '')).href;
  const { LocalLinter, Dialect }: Harper = await import(moduleOf('.'));
  const { slimBinary }: { slimBinary: unknown } = await import(moduleOf('./slimBinary'));
  return new LocalLinter({ binary: slimBinary, dialect: Dialect.British });
}

const packageOf = (base: string): string | undefined => {
  try {
    return findPackageJSON('harper.js', base);
  } catch {
    return undefined;
  }
};

function mistakesIn(lints: Record<string, Lint[]>): Mistake[] {
  return Object.entries(lints)
    .filter(([rule]) => sureRules.has(rule))
    .flatMap(([rule, found]) =>
      found.map((lint): Mistake => {
        const { start, end } = span.parse(lint.span());
        // It takes a single capital, `A`, for a word in capitals.
        const suggestions = lint
          .suggestions()
          .map(one => one.get_replacement_text())
          .map(one => (end - start === 1 ? one.charAt(0) + one.slice(1).toLowerCase() : one));
        const message = lint.message().replace(/`([^`]*)`/g, '“$1”');
        return { offset: start, length: end - start, message, suggestions, rule };
      }),
    )
    .sort((a, b) => a.offset - b.offset);
}

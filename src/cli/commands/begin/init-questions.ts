import type { z } from 'zod';
import { automation } from '../../../app/starter/automation.ts';
import type { StarterAnswers } from '../../../app/starter/starter-files.ts';
import { starterTemplates, templateLook } from '../../../app/starter/templates.ts';
import { placeholderAddress, placeholderSite } from '../../../issue/rules/structure/placeholder.ts';
import { senderAddress } from '../../../publication/schema.ts';
import { docsUrl } from '../../../source/metadata.ts';
import { isTimeZone, isWebLink, languageTag, line } from '../../../source/values.ts';
import { checkAddress } from '../../../subscribers/address.ts';
import { languageName, t } from '../../../wording/wording.ts';

/** What the flags of `hebdo init` give, or its prompts. */
export type InitAnswers = {
  name: string[];
  languages?: string;
  url?: string;
  from?: string;
  publisher?: string;
  postalAddress?: string;
  timeZone?: string;
  accent?: string;
  template?: string;
  /** With commas between. */
  automation?: string;
};

/** Why an answer cannot be taken, and what to write instead. */
export type Fault = { message: string; hint: string };

/** A question: the answer is `otherwise` if nothing is written. */
export type Question = {
  flag: string;
  message: string;
  otherwise: string;
  /** The answers to choose among, each with one line about it; absent if the answer is written. */
  choices?: { value: string; label: string }[];
  /** Of the words that are written; they are not empty. */
  check(text: string): Fault | undefined;
  get(answers: InitAnswers): string | undefined;
  set(answers: InitAnswers, text: string): void;
};

const defaultNames: Record<string, string> = { fr: 'Ma lettre', en: 'My Newsletter' };
const defaultLanguages = 'fr,en';

/** Language tags in their usual letters: `fr` for `FR`. What is no tag stays as it is, to be reported. */
const tagsIn = (text: string): string[] =>
  wordsIn(text).map(tag => (languageTag.safeParse(tag).success ? (Intl.getCanonicalLocales(tag)[0] ?? tag) : tag));

/** The name of a language; a wrong tag is reported with the answer. */
const nameOf = (tag: string): string => (languageTag.safeParse(tag).success ? languageName(tag) : tag);

/** The words of an answer, with commas between. */
const wordsIn = (text: string): string[] =>
  text
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');

/** The questions, in their order. A name is asked for each of the languages that were answered. */
export function questionsFor(answers: InitAnswers): Question[] {
  return [
    question('languages', '--languages', t('Languages, the default one first'), defaultLanguages, languagesFault),
    ...tagsIn(answers.languages || defaultLanguages).map(
      (language, i): Question => ({
        flag: '--name',
        message: t('Its name in %{language}', { language: nameOf(language) }),
        otherwise: answers.name[0] || defaultNames[language] || 'Newsletter',
        check: textFault,
        get: ({ name }) => name[i],
        set: ({ name }, text) => {
          name[i] = text;
        },
      }),
    ),
    question('url', '--url', t('The web address of its pages'), placeholderSite.url, urlFault),
    question('from', '--from', t('The address it is sent from'), placeholderSite.address, addressFault),
    question(
      'publisher',
      '--publisher',
      t('Its publisher: a company, an association or a person'),
      answers.name[0]?.trim() ?? '',
      // Without one it is the name.
      text => (text === '' ? undefined : textFault(text)),
    ),
    question(
      'postalAddress',
      '--postal-address',
      t('Its postal address, for the footer'),
      placeholderAddress,
      textFault,
    ),
    question('timeZone', '--time-zone', t('Its time zone'), systemTimeZone(), timeZoneFault),
    question('accent', '--accent', t('One colour'), '#b3261e', accentFault),
    {
      ...question(
        'template',
        '--template',
        t('Its template (pictures: %{page})', { page: docsUrl('templates.md') }),
        starterTemplates[0] ?? '',
        templateFault,
      ),
      choices: starterTemplates.map(value => ({ value, label: `${value}: ${templateLook(value)}` })),
    },
  ];
}

const question = (
  key: Exclude<keyof InitAnswers, 'name'>,
  flag: string,
  message: string,
  otherwise: string,
  check: Question['check'] = () => undefined,
): Question => ({
  flag,
  message,
  otherwise,
  check,
  get: answers => answers[key],
  set: (answers, text) => {
    answers[key] = text;
  },
});

const systemTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

function languagesFault(text: string): Fault | undefined {
  const hint = t('Write them like fr,en.');
  const tags = tagsIn(text);
  const wrong = tags.find(tag => !languageTag.safeParse(tag).success);
  if (wrong !== undefined) return { message: t('`%{tag}` is no language tag.', { tag: wrong }), hint };
  const double = tags.find((tag, i) => tags.indexOf(tag) !== i);
  if (double !== undefined) return { message: t('`%{tag}` is there twice.', { tag: double }), hint };
  return tags.length === 0 ? { message: t('At least one language is needed.'), hint } : undefined;
}

const urlFault = (url: string): Fault | undefined =>
  isWebLink(url)
    ? undefined
    : { message: t('`%{url}` is no web address.', { url }), hint: t('Write it in full: https://…') };

function addressFault(text: string): Fault | undefined {
  const { why } = checkAddress(text);
  if (why !== undefined) return { message: `${why}.`, hint: t('Write it like hello@example.com.') };
  return faultOf(senderAddress.safeParse(text));
}

/** A name or an address of the footer, which hebdo.yaml must be able to have. */
const textFault = (text: string): Fault | undefined => faultOf(line.safeParse(text));

/** The first fault that a schema finds in an answer. */
function faultOf({ error }: z.ZodSafeParseResult<unknown>): Fault | undefined {
  const [message, hint = ''] = error?.issues[0]?.message.split(' → ') ?? [];
  return message === undefined ? undefined : { message, hint };
}

const timeZoneFault = (zone: string): Fault | undefined =>
  isTimeZone(zone)
    ? undefined
    : { message: t('`%{zone}` is no time zone.', { zone }), hint: t('Write its IANA name, like Europe/Paris.') };

const accentFault = (accent: string): Fault | undefined =>
  /^#[0-9a-f]{6}$/i.test(accent)
    ? undefined
    : { message: t('`%{accent}` is no colour.', { accent }), hint: t('Write six hex digits: "#b3261e".') };

const templateFault = (name: string): Fault | undefined =>
  starterTemplates.includes(name)
    ? undefined
    : {
        message: t('`%{name}` is no template.', { name }),
        hint: t('Choose among %{names}; pictures: %{page}.', {
          names: starterTemplates.join(', '),
          page: docsUrl('templates.md'),
        }),
      };

/** The kinds of an answer to `--automation`. */
const kindsIn = (text: string): string[] => wordsIn(text).filter(kind => kind !== 'none');

function automationFault(text: string): Fault | undefined {
  const wrong = kindsIn(text).find(kind => !Object.hasOwn(automation, kind));
  return wrong === undefined
    ? undefined
    : {
        message: t('`%{kind}` is not known.', { kind: wrong }),
        hint: t('Choose among %{kinds}, or none.', { kinds: Object.keys(automation).join(', ') }),
      };
}

/** The answers with what stands for those that were not given, or each fault and its flag. */
export function readAnswers(given: InitAnswers): { answers?: StarterAnswers; faults: (Fault & { flag: string })[] } {
  const filled: InitAnswers = { ...given, name: [...given.name] };
  const faults: (Fault & { flag: string })[] = [];
  const all = [...questionsFor(given), question('automation', '--automation', '', 'github', automationFault)];
  for (const { flag, otherwise, check, get, set } of all) {
    const text = get(given)?.trim() || otherwise;
    const fault = check(text);
    if (fault !== undefined) faults.push({ flag, ...fault });
    set(filled, text);
  }
  const {
    languages = '',
    name,
    url = '',
    from = '',
    publisher,
    postalAddress = '',
    timeZone = '',
    accent = '',
    template = '',
  } = filled;
  const { address } = checkAddress(from);
  if (faults.length > 0 || address === undefined) return { faults };
  const tags = tagsIn(languages);
  const names = Object.fromEntries(tags.map((tag, i) => [tag, name[i] ?? '']));
  return {
    answers: {
      languages: tags,
      names,
      url,
      address,
      publisher: publisher || name[0] || '',
      postalAddress,
      timeZone,
      accent,
      template,
      automation: kindsIn(filled.automation ?? ''),
    },
    faults,
  };
}

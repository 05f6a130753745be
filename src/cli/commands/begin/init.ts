import { relative, resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { automation, existing, type StarterAnswers, starterFiles, writeStarter } from '../../../app/write/starter.ts';
import { suggestSendAt, weekAfter, weekOf } from '../../../issue/new-issue-text.ts';
import { problemIn } from '../../../source/problem.ts';
import { isWebLink, languageTag } from '../../../source/values.ts';
import { checkAddress } from '../../../subscribers/address.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';

export type InitOptions = {
  name: string[];
  languages?: string;
  accent?: string;
  url?: string;
  from?: string;
  publisher?: string;
  /** With commas between. */
  automation?: string;
  yes: boolean;
};

const defaults = {
  languages: 'fr,en',
  accent: '#b3261e',
  url: 'https://news.example.com',
  from: 'hello@news.example.com',
  automation: 'github',
};
const defaultNames: Record<string, string> = { fr: 'Ma lettre', en: 'My Newsletter' };

/** `hebdo init [DIR]`: a working newsletter in an empty folder. Nothing that is there is ever overwritten. */
export async function init(context: Context, dir: string, options: InitOptions): Promise<ExitCode> {
  const { terminal, json, print, refuse, now } = context;
  const folder = resolve(context.folder, dir);
  const ask = terminal.interactive && process.stdin.isTTY === true && !options.yes;
  const wanted = ask ? await askFor(options) : options;
  if (wanted === undefined) return exit.interrupted;
  const { answers, problems } = answersOf(wanted);
  if (answers === undefined)
    return refuse(
      problems.map(({ flag, message, hint }) => problemIn(flag, { rule: 'usage', severity: 'error', message, hint })),
    );
  const today = Temporal.Instant.fromEpochMilliseconds(now().getTime())
    .toZonedDateTimeISO(Temporal.Now.timeZoneId())
    .toPlainDate();
  const week = weekAfter(weekOf(today));
  const files = await starterFiles(answers, week, suggestSendAt(week, []));
  const there = await existing(folder, files.keys());
  if (there.length > 0)
    return refuse([
      problemIn(dir, {
        rule: 'init',
        severity: 'error',
        message: t('%{there}: there already.', { there: there.join(', ') }),
        hint: t('Choose an empty folder; nothing is overwritten.'),
      }),
    ]);
  await writeStarter(folder, files);
  if (json) print({ folder, files: [...files.keys()] });
  else {
    terminal.say(t('  %{folder} is a newsletter now.\n', { folder }));
    const at = folder === process.cwd() ? '' : ` --cwd ${shellWord(dir)}`;
    for (const [command, what] of [
      ['preview', t('to see it while you write')],
      ['check', t('to find mistakes')],
      ['demo', t('to send it, on this machine only')],
    ] as const)
      terminal.say(`  ${`${calledAs()} ${command}${at}`.padEnd(40)}  ${what}`);
  }
  return exit.done;
}

/**
 * How this program was called, so that commands that it prints work where it was run: `npx` would ask the registry for the package in a
 * folder that does not have it.
 */
function calledAs(): string {
  const script = process.argv[1] ?? 'hebdo';
  if (!/\.js$/.test(script)) return 'npx hebdo';
  return `node ${shellWord(relative(process.cwd(), script) || script)}`;
}

/** A word as a shell takes it. */
const shellWord = (word: string): string => (/^[\w./@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

type Fault = { flag: string; message: string; hint: string };

function answersOf(options: InitOptions): { answers?: StarterAnswers; problems: Fault[] } {
  const problems: Fault[] = [];
  const languages = (options.languages ?? defaults.languages)
    .split(',')
    .map(tag => tag.trim())
    .filter(tag => tag !== '');
  for (const tag of languages)
    if (!languageTag.safeParse(tag).success)
      problems.push({
        flag: '--languages',
        message: t('`%{tag}` is no language tag.', { tag }),
        hint: t('Write them like fr,en.'),
      });
  const names: Record<string, string> = {};
  for (const [i, language] of languages.entries())
    names[language] = options.name[i] ?? options.name[0] ?? defaultNames[language] ?? 'Newsletter';
  const accent = options.accent ?? defaults.accent;
  if (!/^#[0-9a-f]{6}$/i.test(accent))
    problems.push({
      flag: '--accent',
      message: t('`%{accent}` is no colour.', { accent }),
      hint: t('Write six hex digits: "#b3261e".'),
    });
  const url = options.url ?? defaults.url;
  if (!isWebLink(url))
    problems.push({
      flag: '--url',
      message: t('`%{url}` is no web address.', { url }),
      hint: t('Write it in full: https://…'),
    });
  const { address, why } = checkAddress(options.from ?? defaults.from);
  if (address === undefined)
    problems.push({ flag: '--from', message: `${why}.`, hint: t('Write it like hello@example.com.') });
  const kinds = (options.automation ?? defaults.automation)
    .split(',')
    .map(kind => kind.trim())
    .filter(kind => kind !== '' && kind !== 'none');
  for (const kind of kinds)
    if (!Object.hasOwn(automation, kind))
      problems.push({
        flag: '--automation',
        message: t('`%{kind}` is not known.', { kind }),
        hint: t('Choose among %{kinds}, or none.', { kinds: Object.keys(automation).join(', ') }),
      });
  if (problems.length > 0 || address === undefined || languages.length === 0) return { problems };
  const publisher = options.publisher ?? Object.values(names)[0] ?? 'Publisher';
  return { answers: { names, languages, accent, url, address, publisher, automation: kinds }, problems };
}

/** Asks for the answers that no flag gives; undefined when the person cancels. */
async function askFor(options: InitOptions): Promise<InitOptions | undefined> {
  const { cancel, intro, isCancel, outro, text } = await import('@clack/prompts');
  intro(t('A new newsletter'));
  const answers: InitOptions = { ...options, name: [...options.name] };
  const put = async (message: string, initialValue: string): Promise<string | undefined> => {
    const answer = await text({ message, initialValue });
    if (!isCancel(answer)) return answer;
    cancel(t('Nothing was written.'));
    return undefined;
  };
  const languages = options.languages ?? (await put(t('Languages, the default one first'), defaults.languages));
  if (languages === undefined) return undefined;
  answers.languages = languages;
  for (const [i, language] of languages
    .split(',')
    .map(tag => tag.trim())
    .entries()) {
    const name =
      options.name[i] ?? (await put(t('Its name in %{language}', { language }), defaultNames[language] ?? ''));
    if (name === undefined) return undefined;
    answers.name[i] = name;
  }
  const accent = options.accent ?? (await put(t('One colour'), defaults.accent));
  const from =
    accent === undefined ? undefined : (options.from ?? (await put(t('The address it is sent from'), defaults.from)));
  if (accent === undefined || from === undefined) return undefined;
  outro(t('Thank you.'));
  return { ...answers, accent, from };
}

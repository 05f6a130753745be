import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InterfaceLanguage, interfaceLanguages } from '../wording/wording.ts';

/** Characters of `hebdo.yaml` in which its languages are looked for. */
const maxHeadChars = 20_000;

/**
 * The language in which a command speaks: that of `--lang`; else of `LC_ALL`, `LC_MESSAGES` or `LANG`, the first that is set and names
 * one (POSIX.1-2024, section 8.2: `C` and `POSIX` name none); else the first of the publication; else English.
 * @param args the command line, before it is parsed
 */
export function chooseLanguage(args: readonly string[], env: NodeJS.ProcessEnv): InterfaceLanguage {
  const asked = optionIn(args, '--lang');
  if (asked !== undefined) return spoken(asked) ?? 'en';
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find(one => one !== undefined && one !== '') ?? '';
  if (!/^(?:C|POSIX)?(?:\.|$)/.test(locale)) return spoken(locale) ?? 'en';
  return spoken(firstLanguageIn(optionIn(args, '--cwd') ?? '.')) ?? 'en';
}

/** The language that a locale's name begins with, if hebdo speaks it: `fr` for `fr_CA.UTF-8`. */
const spoken = (locale: string): InterfaceLanguage | undefined =>
  interfaceLanguages.find(one => locale.toLowerCase().split(/[-_.@]/)[0] === one);

/** The value of an option, as `--lang fr` or `--lang=fr`. */
function optionIn(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex(arg => arg === name || arg.startsWith(`${name}=`));
  return args[at] === name ? args[at + 1] : args[at]?.slice(name.length + 1);
}

/** The first of the `languages` in a newsletter's `hebdo.yaml`, read without its parser, which would slow down every command. */
function firstLanguageIn(folder: string): string {
  try {
    const head = readFileSync(join(folder, 'hebdo.yaml'), 'utf8').slice(0, maxHeadChars);
    const [, rest = ''] = /^languages:([\s\S]{1,200})/m.exec(head) ?? [];
    return /[a-z]{2,3}(?![a-z])/i.exec(rest.replace(/#.*/g, ''))?.[0] ?? '';
  } catch {
    return '';
  }
}

import { z } from 'zod';
import type { Judge } from './judge.ts';
import { isInstalled, run } from './judge.ts';

/** What the Nu HTML checker reports that is deliberate in mail, and why. All else is a fault. */
const deliberate: readonly [message: RegExp, why: string][] = [
  [/^Attribute “xmlns:[vo]” not allowed/, 'Outlook for Windows reads <o:…> elements in conditional comments (MJML)'],
  [/^CSS: “mso-[\w-]+”: Property/, 'Outlook for Windows, which hides and spaces by these'],
  [/^CSS: “supported-color-schemes”: Property/, 'Apple Mail before version 13'],
  [/^CSS: “(?:-ms-[\w-]+|-webkit-[\w-]+)”: Property/, 'older programs for phones (MJML)'],
  [
    /^Element “a” is missing required attribute “href”|“name” attribute .*“a” element/,
    'Gmail and Outlook find targets of links by <a name> only',
  ],
  [
    /^The “(?:align|bgcolor|border|cellpadding|cellspacing|height|valign|width)” attribute on the “(?:table|td|div|img)” element is obsolete/,
    'Outlook for Windows lays out by attributes',
  ],
  [/^The “type” attribute for the “style” element is not needed/, 'old programs ignore styles without a type (MJML)'],
];

const output = z.object({
  messages: z.array(z.object({ type: z.string(), message: z.string(), extract: z.string().optional() })),
});

/** `vnu` where it is installed, else the `vnu.jar` that `VNU_JAR` names, which needs Java. */
const command = (): [program: string, ...args: string[]] =>
  process.env.VNU_JAR === undefined ? ['vnu'] : ['java', '-jar', process.env.VNU_JAR];

/** The Nu HTML checker (validator.github.io/validator). */
export const nuHtmlChecker: Judge = {
  name: 'Nu',
  wanted: 'no fault but those that mail needs (scripts/judges/nu-html-checker.ts)',
  install: 'the npm package vnu-jar in a folder elsewhere, its vnu.jar named in VNU_JAR; Java 17',
  isThere: () => isInstalled(command()[0]),
  judge({ html }) {
    const [program, ...args] = command();
    const out = run(program, [...args, '--format', 'json', '--no-langdetect', '--exit-zero-always', '--stdout', html]);
    const faults = output
      .parse(JSON.parse(out))
      .messages.filter(({ message }) => !deliberate.some(([pattern]) => pattern.test(message)));
    return {
      said: String(faults.length),
      isGood: faults.length === 0,
      found: [...new Set(faults.map(({ message, extract }) => `${message} ${JSON.stringify(extract)}`))],
    };
  },
};

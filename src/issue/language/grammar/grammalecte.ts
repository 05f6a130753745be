import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { GrammarChecker, Mistake } from './mistake.ts';

const run = promisify(execFile);

const timeoutMs = 20_000;
const maxOutputBytes = 16 * 1024 * 1024;

/**
 * The kinds of rules that are nearly always right: agreement, conjugation, participles, infinitives, and words that sound alike. Others
 * are typography, which the typesetter sets, or style.
 */
const sureKinds: ReadonlySet<string> = new Set(['gn', 'conj', 'ppas', 'infi', 'conf']);

const reportSchema = z.object({
  data: z.array(
    z.object({
      iParagraph: z.number().int(),
      lGrammarErrors: z.array(
        z.object({
          nStart: z.number().int(),
          nEnd: z.number().int(),
          sRuleId: z.string(),
          sType: z.string(),
          sMessage: z.string(),
          aSuggestions: z.array(z.string()),
        }),
      ),
    }),
  ),
});
type Found = z.infer<typeof reportSchema>['data'][number]['lGrammarErrors'][number];

/** French, by Grammalecte, a program under the GPL: it is called, not bundled. It reads the text from a file of the user's only. */
export const grammalecte: GrammarChecker = {
  program: 'grammalecte-cli',
  install: 'apt-get install grammalecte-cli',
  async check(text) {
    const folder = await mkdtemp(join(tmpdir(), 'hebdo-grammar-'));
    try {
      const file = join(folder, 'text.txt');
      await writeFile(file, text, { mode: 0o600 });
      const options = { timeout: timeoutMs, maxBuffer: maxOutputBytes, killSignal: 'SIGKILL' } as const;
      const { stdout } = await run('grammalecte-cli', ['--file', file, '--json'], options);
      return mistakesIn(stdout, text);
    } catch {
      return undefined;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Reads Grammalecte's JSON: the mistakes of each line, with places in characters of that line. */
function mistakesIn(json: string, text: string): Mistake[] {
  const lines = text.split('\n');
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  return reportSchema.parse(JSON.parse(json)).data.flatMap(({ iParagraph, lGrammarErrors }) => {
    const offsets = characterOffsets(lines[iParagraph - 1] ?? '');
    const start = starts[iParagraph - 1] ?? 0;
    return onePerPlace(lGrammarErrors.filter(isSure)).flatMap((found): Mistake[] => {
      const [from, to] = [offsets[found.nStart], offsets[found.nEnd]];
      if (from === undefined || to === undefined) return [];
      return [
        {
          offset: start + from,
          length: to - from,
          message: found.sMessage.replaceAll('\u00a0', ' '),
          suggestions: found.aSuggestions,
          rule: found.sRuleId,
        },
      ];
    });
  });
}

/** Agreement with a name or number is a guess: Grammalecte does not know the gender of names and acronyms. */
const isSure = ({ sType, sMessage }: Found): boolean =>
  // « À 20 heures précises » agrees with the hours, whatever stands before the number.
  !/« ?(?:précises?|pile|tapantes?|sonnantes?) ?»|“(?:précises?|tapantes?|sonnantes?)”/.test(sMessage) &&
  sureKinds.has(sType) &&
  !(sType === 'gn' && quoted(sMessage).some(words => /[\p{Lu}\p{N}]/u.test(words)));

const quoted = (message: string): string[] => message.match(/[«“][^«»“”]{1,80}[»”]/gu) ?? [];

/**
 * Two words that do not agree are reported at both, and a wrong form after `a` at `a` too: one report stays, the first, or that of the
 * form.
 */
const onePerPlace = (all: readonly Found[]): Found[] => {
  const ruleOf = ({ sRuleId }: Found): string => sRuleId.replace(/_a\d+_\d+$/, '');
  return all.filter(
    (one, i) =>
      !all.slice(0, i).some(other => ruleOf(other) === ruleOf(one) && Math.abs(other.nStart - one.nStart) < 60) &&
      !(one.sType === 'conf' && all.some(other => other.nStart === one.nEnd + 1)),
  );
};

/** Grammalecte counts characters: the offset in UTF-16 units of each character of a text; and of its end. */
function characterOffsets(text: string): number[] {
  const offsets = [0];
  for (const character of text) offsets.push((offsets.at(-1) ?? 0) + character.length);
  return offsets;
}

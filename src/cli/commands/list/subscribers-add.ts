import { finishImports } from '../../../app/send/finish-imports.ts';
import { linkSecrets } from '../../../app/settings/secrets.ts';
import { declaredFieldsOf } from '../../../publication/load.ts';
import { problemIn } from '../../../source/problem.ts';
import type { EntryOutcome } from '../../../store/imports/entry.ts';
import type { Store } from '../../../store/store.ts';
import { checkEntry, type RawEntry } from '../../../subscribers/check-entry.ts';
import { erasureGuard } from '../../../subscribers/erasure.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { withEvents } from '../../terminal/events.ts';
import { withDefaultLanguage } from '../../with-default-language.ts';

/** The flags of `hebdo subscribers add`, as they are typed. */
export type AddFlags = { name?: string; language?: string; tags?: string; timeZone?: string; field?: string[] };

/** `hebdo subscribers add ADDRESS`. */
export async function add(context: Context, { field = [], ...rest }: AddFlags & { email: string }): Promise<ExitCode> {
  const { terminal, json, print, refuse, now } = context;
  if (!field.every(text => text.includes('='))) {
    terminal.say(t('  --field takes KEY=VALUE, such as --field city=Lyon.'));
    return exit.usage;
  }
  const raw: RawEntry = { ...rest, fields: Object.fromEntries(field.map(assignment)) };
  const addIt = async (store: Store, language: string): Promise<ExitCode> => {
    const { entry, why } = checkEntry(raw, language, { fields: await declaredFieldsOf(context.folder) });
    if (entry === undefined)
      return refuse([
        problemIn(raw.email, {
          rule: 'subscriber',
          severity: 'error',
          message: t('Not added: %{why}.', { why }),
          hint: t('Correct it and try again.'),
        }),
      ]);
    const outcomes: EntryOutcome[] = [];
    const hashesOf = await erasureGuard(store, linkSecrets(context.env).value ?? []);
    if (hashesOf.value === undefined) return refuse(hashesOf.problems);
    await finishImports(withEvents(context), store);
    await store.subscribers.upsert(oneOf({ ...entry, hashes: hashesOf.value(entry.address) }), now(), became => {
      outcomes.push(became);
    });
    const [outcome = 'unchanged'] = outcomes;
    if (json) print('subscribers add', { ...entry, outcome });
    else if (outcome === 'unsubscribed')
      terminal.say(t('  %{address} has unsubscribed; only they can come back.', { address: entry.address }));
    else if (outcome === 'erased')
      terminal.say(
        t('  %{address} was erased at their own wish; only they can come back, by signing up.', {
          address: entry.address,
        }),
      );
    else {
      // A reader who was there keeps their language where none is given.
      const stored = await store.subscribers.find(entry.address);
      terminal.say(
        t('  %{address} (%{language}): %{what}', {
          address: entry.address,
          language: stored?.language ?? language,
          what: `${t(outcome)}.`,
        }),
      );
    }
    return outcome === 'unsubscribed' || outcome === 'erased' ? exit.problems : exit.done;
  };
  return withDefaultLanguage(context, addIt, rest.language);
}

/** `city=Lyon` as key and value. */
const assignment = (text: string): [string, string] => {
  const [key = '', ...value] = text.split('=');
  return [key.trim(), value.join('=')];
};

async function* oneOf<T>(value: T): AsyncGenerator<T> {
  yield value;
}

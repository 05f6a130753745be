import { loadNewsletter } from './app/compile/newsletter.ts';
import { makeAppContext } from './app/context.ts';
import type { AppEvent } from './app/events.ts';
import { statisticsOf } from './app/readers/statistics.ts';
import { deliverIssue } from './app/send/deliver-issue.ts';
import { finishImports } from './app/send/finish-imports.ts';
import { handOut } from './app/send/hand-out.ts';
import type { SendOptions } from './app/send/options.ts';
import { loadSendable, planIssue } from './app/send/plan-issue.ts';
import type { SendResult } from './app/send/result.ts';
import { readEnvironment } from './app/settings/environment.ts';
import { isPostgres, manyNeedPostgres } from './app/settings/require-postgres.ts';
import { sendSettings, transportOf } from './app/settings/send-settings.ts';
import { buildIssue } from './app/write/build.ts';
import { type CheckResult, checkNewsletter } from './app/write/check.ts';
import type { Publication } from './publication/schema.ts';
import type { Checked, Problem } from './source/problem.ts';
import type { Store } from './store/store.ts';
import type { IssueStatistics } from './subscribers/issue-statistics.ts';

export type { AppEvent, Checked, CheckResult, IssueStatistics, Problem, Publication, SendOptions, SendResult };

/** What opening a newsletter takes besides its folder. */
export type OpenOptions = {
  /** Variables of the environment (docs/environment.md); `process.env` if it is left out. `.env` in the folder is read too. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Receives what happens while the work goes on: notices, problems, the progress of a run. */
  onEvent?(event: AppEvent): void | Promise<void>;
};

/** An edition that was built: bytes of its parts. */
export type BuiltEdition = { language: string; subject: string; htmlBytes: number; textBytes: number; images: number };

/** An issue that was built. `files` are relative to the output folder. */
export type BuiltIssue = { week: string; editions: BuiltEdition[]; files: string[] };

/** What sending an issue would do now. */
export type IssuePlan = {
  week: string;
  /** When its sending began, if it did. */
  begunAt?: Date;
  /** Messages that would be sent, by language, and how the deliveries stand. */
  editions: { language: string; due: number; states: Readonly<Record<string, number>> }[];
  /** When its readers are due by its `send_at`, the first first. */
  waves: { at: Date; readers: number; timeZones: readonly string[] }[];
  /** Why and until when all sending has stopped: the server refuses us. */
  stop?: { words: string; until: Date };
  /** Warnings of its files. */
  warnings: readonly Problem[];
};

/** How `send` is stopped, besides how it sends. */
export type SendRequest = SendOptions & {
  /** Stops the run after what is on the wire; it can be resumed. */
  signal?: AbortSignal;
};

/** A newsletter's folder, and what can be done with it. Each call reads the files as they are then. */
export type OpenedNewsletter = {
  readonly folder: string;
  readonly publication: Publication;
  /** Finds mistakes before sending. @param issues as a user types them; all if none is named */
  check(issues?: readonly string[], options?: { online?: boolean }): Promise<CheckResult>;
  /** Writes the editions of an issue as HTML, plain text, `.eml` and web version. @param options `out`: the output folder, `dist` */
  build(issue: string, options?: { out?: string }): Promise<Checked<BuiltIssue>>;
  /** Plans the sending of an issue. Reads only. */
  plan(issue: string): Promise<Checked<IssuePlan>>;
  /** Sends an issue to all readers who are due it, or resumes its run. A reader gets it at most once. */
  send(issue: string, request?: SendRequest): Promise<SendResult>;
  /** Totals of an issue; they name no reader. The value is `undefined` where its sending has not begun. */
  statistics(issue: string): Promise<Checked<{ week: string; statistics?: IssueStatistics }>>;
};

/** A newsletter that cannot be opened: `problems` says where its files are wrong. */
export class NewsletterError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(({ file, message }) => `${file}: ${message}`).join('\n'));
    this.name = 'NewsletterError';
    this.problems = problems;
  }
}

/**
 * Opens the newsletter in a folder.
 * @param folder where hebdo.yaml lies
 * @throws NewsletterError if hebdo.yaml or a locale has errors
 * @example
 * const newsletter = await openNewsletter('./news');
 * const { problems } = await newsletter.check();
 */
export async function openNewsletter(folder: string, options: OpenOptions = {}): Promise<OpenedNewsletter> {
  const { env = process.env, onEvent } = options;
  const { value: newsletter, problems } = await loadNewsletter(folder);
  if (newsletter === undefined) throw new NewsletterError(problems);
  const context = makeAppContext(folder, await readEnvironment(folder, env), onEvent);
  const withStore = async <T>(
    use: (store: Store) => Promise<T>,
    durability?: SendOptions['durability'],
  ): Promise<T> => {
    const store = await context.openStore(durability);
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  };
  return {
    folder,
    publication: newsletter.publication,
    check: (issues = [], { online = false } = {}) => checkNewsletter(folder, issues, online, context.now()),
    async build(issue, { out = 'dist' } = {}) {
      const now = await loadNewsletter(folder);
      if (now.value === undefined) return { problems: now.problems };
      const { value, problems } = await buildIssue(now.value, issue, out, context.env);
      if (value === undefined) return { problems };
      const editions = value.compiled.editions.map(({ email, sentBytes }) => ({
        language: email.language,
        subject: email.subject,
        htmlBytes: sentBytes,
        textBytes: Buffer.byteLength(email.text),
        images: email.images.length,
      }));
      return { value: { week: value.compiled.issue.week, editions, files: value.files }, problems };
    },
    async plan(issue) {
      const { value: sendable, problems } = await loadSendable(context, issue);
      if (sendable === undefined) return { problems };
      const { plan, waves, stop } = await withStore(store => planIssue(context, store, sendable));
      return {
        value: {
          week: sendable.issue.week,
          begunAt: plan.begun && new Date(plan.begun.startedAt),
          editions: plan.editions.map(edition => ({ ...edition, states: { ...edition.states } })),
          waves: waves.map(({ at, count, timeZones }) => ({
            at: new Date(at.epochMilliseconds),
            readers: count,
            timeZones,
          })),
          stop: stop && { words: stop.words, until: stop.tryAt },
          warnings: problems,
        },
        problems,
      };
    },
    async send(issue, { signal = new AbortController().signal, ...options } = {}) {
      if (options.handOut === true && !isPostgres(context)) return { kind: 'refused', problems: [manyNeedPostgres] };
      const { value: sendable, problems } = await loadSendable(context, issue);
      if (sendable === undefined) return { kind: 'refused', problems };
      const settings = await sendSettings(folder, context.env);
      if (settings.value === undefined) return { kind: 'refused', problems: settings.problems };
      const { sender } = settings.value;
      const transport = await transportOf(settings.value);
      return withStore(async store => {
        await finishImports(context, store);
        if (options.liftStop === true) await store.stops.lift();
        const claim = { sendable, store, options, signal };
        return options.handOut === true
          ? handOut(context, claim)
          : deliverIssue(context, { ...claim, transport, sender });
      }, options.durability);
    },
    statistics: issue => withStore(store => statisticsOf(context, store, issue)),
  };
}

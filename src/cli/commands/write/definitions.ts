import type { Command } from 'commander';
import { t } from '../../../wording/wording.ts';
import { type Cli, checkFormats, collect, whole } from '../../program.ts';
import type { ImportFlags } from './import.ts';

/** What an editor does: `new`, `check`, `build`, `preview`, `import`. */
export function writeGroup(program: Command, cli: Cli): void {
  program.commandsGroup(t('Write an issue'));
  defineNew(program, cli);
  defineCheck(program, cli);
  defineBuild(program, cli);
  definePreview(program, cli);
  defineImport(program, cli);
}

function defineNew(program: Command, cli: Cli): void {
  cli
    .command(program, 'new [week]', t('make the issue file of next week, or of the given week'))
    .action((week: string | undefined) =>
      cli.doing(async context => (await import('./new.ts')).newWeek(context, week)),
    );
}

function defineCheck(program: Command, cli: Cli): void {
  cli
    .command(
      program,
      'check [issue...]',
      t('find mistakes before sending; in all issues if none is given'),
      checkFormats,
    )
    .option('--fix', t('make the safe repairs, and ask about the others at a terminal'))
    .option('--online', t('also open the links'))
    .action((issues: string[], { fix, online }: { fix?: boolean; online?: boolean }) =>
      cli.doing(async context => {
        const format = checkFormats.find(name => name === cli.format()) ?? 'text';
        const options = { format, fix: fix === true, online: online === true };
        return (await import('./check.ts')).check(context, issues, options);
      }),
    );
}

function defineBuild(program: Command, cli: Cli): void {
  cli
    .command(program, 'build [issue]', t('write the editions as HTML, plain text, .eml and web version'))
    .option('--out <dir>', t('the folder to write to'), 'dist')
    .action((issue: string | undefined, { out }: { out: string }) =>
      cli.doing(async context => (await import('./build.ts')).build(context, issue, out)),
    );
}

function definePreview(program: Command, cli: Cli): void {
  cli
    .command(
      program,
      'preview [issue]',
      t('show an issue (default: the newest) in the browser as readers will see it, live while you write'),
    )
    .option(
      '--editor <scheme>',
      t('what opens a place: vscode, cursor, zed …, or a pattern: idea://open?file={file}&line={line}'),
      'vscode',
    )
    .option('--port <n>', t('the port; the next free one if it is taken'), whole(1, 65_535), 4322)
    .option('--no-open', t('do not open the browser'))
    .action((issue: string | undefined, options: { port: number; open: boolean; editor: string }) =>
      cli.doing(async context => (await import('./preview.ts')).preview(context, issue, options, cli.interruption())),
    );
}

function defineImport(program: Command, cli: Cli): void {
  cli
    .command(
      program,
      'import [url|file] [issue]',
      t(
        'add drafts of articles to an issue, from a web page, saved page, pasted text, feed, or a past newsletter (.eml, .html)',
      ),
    )
    .option(
      '--issue <week>',
      t('the issue to add it to (default: the newest draft; of a newsletter, the week of its date)'),
    )
    .option('--url <url>', t('the address of a saved page or pasted text'))
    .option(
      '--feed <language=url>',
      t('a feed of a site in several languages; repeatable: translations become one article'),
      collect,
    )
    .option('--since <span>', t('with a feed: items of the last 12h, 7d, 2w'))
    .option('--all', t('with a feed: every item, without asking'))
    .option('--newsletter', t('read it as a newsletter (default: a file that looks like one)'))
    .option('--no-newsletter', t('read it as a page'))
    .action(
      (
        from: string | undefined,
        issue: string | undefined,
        { all, ...options }: Omit<ImportFlags, 'all'> & { all?: boolean },
      ) =>
        cli.doing(async context =>
          (await import('./import.ts')).importFrom(context, from, {
            ...options,
            issue: issue ?? options.issue,
            all: all === true,
          }),
        ),
    );
}

import { once } from 'node:events';
import { watch } from 'node:fs';
import { testCopies } from '../../../app/send/test-copy.ts';
import { editorLink } from '../../../app/write/editor-link.ts';
import { readPreview } from '../../../app/write/preview.ts';
import { issuePath, listWeeks, namedWeek } from '../../../issue/issue-files.ts';
import { serveLocally } from '../../../preview/local-server.ts';
import { type PreviewSource, previewApp } from '../../../preview/preview-app.ts';
import { problemIn } from '../../../source/problem.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { withEvents } from '../../terminal/events.ts';

/** `hebdo preview`: shows an issue in the browser, the newest if none is named, and again after every save. */
export async function preview(
  context: Context,
  named: string | undefined,
  { port, open, editor }: { port: number; open: boolean; editor: string },
  signal: AbortSignal,
): Promise<ExitCode> {
  const { folder, terminal } = context;
  const link = editorLink(editor);
  if (link === undefined)
    return context.refuse([
      problemIn('--editor', {
        rule: 'usage',
        severity: 'error',
        message: t('`%{editor}` is neither a scheme nor a pattern of links.', { editor }),
        hint: t('Write a scheme like vscode or cursor, or a pattern with {file}, {line} and {column}.'),
      }),
    ]);
  const week = (named && namedWeek(named, context.now())) ?? (await listWeeks(folder))[0];
  if (week === undefined) {
    terminal.say(t('  There is no issue yet: hebdo new makes one.'));
    return exit.usage;
  }
  if (named !== undefined && !(await listWeeks(folder)).includes(week))
    return context.refuse([
      problemIn(issuePath(week), {
        rule: 'file-missing',
        severity: 'error',
        message: t('%{path} does not exist.', { path: issuePath(week) }),
        hint: t('Check its name and folder.'),
      }),
    ]);
  const preview: PreviewSource = {
    week,
    weeks: () => listWeeks(folder),
    read: readPreview(folder, link),
    watch: changed => watchFolder(folder, changed),
    sendTest: (shown, address, language) => testCopies(withEvents(context), shown, address, language),
  };
  const { app, close } = await previewApp(preview);
  const server = await serveLocally(app, port);
  terminal.say(t('  %{week}, live: %{url}   (Ctrl-C ends it)', { week, url: server.url }));
  if (open && terminal.interactive) await (await import('open')).default(server.url).catch(() => undefined);
  if (!signal.aborted) await once(signal, 'abort');
  close();
  await server.close();
  return exit.done;
}

/** A save causes several events, some while the file is half written. The last within so many milliseconds counts. */
const burstMs = 12;

function watchFolder(folder: string, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, (_, name) => {
    if (name === null || /(^|[\\/])(\.git|\.hebdo|node_modules|dist)([\\/]|$)|\.hebdo-new$/.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(changed, burstMs);
  });
  // A folder that goes away while it is watched ends the watching, not the preview.
  watcher.on('error', () => undefined);
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

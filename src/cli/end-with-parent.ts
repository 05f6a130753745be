/** Milliseconds between two looks for the parent process. */
const lookEveryMs = 500;

/**
 * Ends this process in order (SIGTERM) when the wrapper that started it is gone: bin/hebdo.js on an older Node, whose channel closes;
 * or npx, which passes no SIGTERM on.
 */
export function endWithParent(process: NodeJS.Process): void {
  const end = (): void => {
    process.kill(process.pid, 'SIGTERM');
  };
  if (process.connected) {
    process.once('disconnect', end);
    process.channel?.unref();
  }
  if (process.env.npm_command !== 'exec') return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    end();
  }, lookEveryMs).unref();
}

import { openNewsletter } from 'hebdo';

const [folder = '.', issue = '2026-W48'] = process.argv.slice(2);
// HEBDO_SMTP_URL and HEBDO_SECRET come from the environment or from .env in the newsletter's folder.
const newsletter = await openNewsletter(folder, {
  onEvent(event) {
    if (event.kind === 'settled') console.log(`${event.delivery.language}: ${event.settlement.state}`);
  },
});
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
const result = await newsletter.send(issue, { connections: 3, signal: stop.signal });
switch (result.kind) {
  case 'ended':
    console.log(`${result.week}: ${result.end.kind} after ${result.seconds.toFixed(1)} s`);
    break;
  case 'refused':
    for (const { file, message } of result.problems) console.error(`${file}: ${message}`);
    process.exitCode = 1;
    break;
  default:
    console.log(`${result.week}: sent elsewhere (${result.kind})`);
}

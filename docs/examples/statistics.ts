import { openNewsletter } from 'hebdo';

const [folder = '.', issue = '2026-W48'] = process.argv.slice(2);
const newsletter = await openNewsletter(folder);
const { value } = await newsletter.statistics(issue);
if (value?.statistics === undefined) console.log(`The sending of ${issue} has not begun.`);
for (const { language, sent, left } of value?.statistics?.languages ?? [])
  console.log(`${language}: ${sent} sent, ${left} unsubscribed`);

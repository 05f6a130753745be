import { openNewsletter } from 'hebdo';

const [folder = '.', issue = '2026-W48'] = process.argv.slice(2);
const newsletter = await openNewsletter(folder);
const { value: plan, problems } = await newsletter.plan(issue);
if (plan === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
for (const { language, due } of plan.editions) console.log(`${language}: ${due} due`);
for (const { at, timeZones } of plan.waves) console.log(`at ${at.toISOString()} (${timeZones.join(', ')})`);

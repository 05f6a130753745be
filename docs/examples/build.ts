import { openNewsletter } from 'hebdo';

const [folder = '.', issue = '2026-W48'] = process.argv.slice(2);
const newsletter = await openNewsletter(folder);
const { value, problems } = await newsletter.build(issue, { out: 'dist' });
if (value === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
for (const { language, subject, htmlBytes } of value.editions)
  console.log(`${language} ${subject} (${htmlBytes} bytes)`);
console.log(`${value.files.length} files in dist/${value.week}/`);

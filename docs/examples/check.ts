import { openNewsletter } from 'hebdo';

const newsletter = await openNewsletter(process.argv[2] ?? '.');
const { files, problems } = await newsletter.check();
for (const { severity, file, span, message, hint } of problems)
  console.log(`${severity} ${file}:${span?.line ?? 1} ${message} ${hint}`);
console.log(`${files.length} files checked, ${problems.length} problems`);

import { escapeHtml } from '../../edition/rich-text.ts';
import { spokenLanguage } from '../../wording/wording.ts';

/** A page that needs nothing else: no script, no font, no image from anywhere. @param body HTML */
export const htmlPage = (title: string, body: string): string => `<!doctype html>
<html lang="${spokenLanguage()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;

/** @param content HTML */
export const section = (heading: string, content: string): string => `<section><h2>${heading}</h2>${content}</section>`;

/** A moment as the language of this process writes it, with the time zone. @param at ISO 8601 */
export function moment(at: string | undefined, timeZone: string): string {
  if (at === undefined) return '';
  const format = new Intl.DateTimeFormat(spokenLanguage(), { dateStyle: 'long', timeStyle: 'short', timeZone });
  return `<time datetime="${escapeHtml(at)}">${escapeHtml(format.format(new Date(at)))} (${escapeHtml(timeZone)})</time>`;
}

const style = `
:root { color-scheme: light dark; --ink: light-dark(#1c1a19, #f1edea); --soft: light-dark(#5c5652, #b5aea9); --paper: light-dark(#fff, #191716); --rule: light-dark(#ddd6d0, #3a3532);
  --accepted: light-dark(#1f7a4d, #4cb782); --failed: light-dark(#b3261e, #f2766e); --deferred: light-dark(#a66300, #e0a13c); --uncertain: light-dark(#7040a8, #b18ae0); --skipped: light-dark(#6b7280, #9aa3af); --queued: light-dark(#2f6db3, #6fa8e8); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 2rem; margin: 0; letter-spacing: -0.02em; }
h2 { font-size: 1.125rem; margin: 40px 0 12px; padding-top: 12px; border-top: 1px solid var(--rule); }
.when { color: var(--soft); margin: 4px 0 24px; }
.tiles { list-style: none; display: flex; flex-wrap: wrap; gap: 12px; padding: 0; margin: 0; }
.tiles li { flex: 1 1 120px; padding: 12px 16px; border: 1px solid var(--rule); border-top: 4px solid var(--state); border-radius: 4px; color: var(--soft); }
.tiles strong { display: block; color: var(--ink); font-size: 1.625rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
figure { margin: 0; } figcaption { color: var(--soft); font-size: 0.875rem; margin-bottom: 8px; }
svg { width: 100%; height: auto; } svg text { fill: var(--soft); font-size: 12px; } .grid line { stroke: var(--rule); } .columns rect { fill: var(--state); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--rule); vertical-align: top; font-weight: normal; }
thead th { color: var(--soft); font-size: 0.8125rem; }
.words { overflow-wrap: anywhere; }
.bar { width: 55%; } .bar div { display: flex; height: 14px; margin-top: 5px; border-radius: 2px; overflow: hidden; gap: 1px; } .bar span { background: var(--state); min-width: 2px; } small { color: var(--soft); }
.legend { color: var(--soft); font-size: 0.875rem; } .entry { white-space: nowrap; margin-right: 12px; } .key { display: inline-block; width: 12px; height: 12px; border-radius: 2px; background: var(--state); margin-right: 6px; vertical-align: -1px; }
.accepted, .sent { --state: var(--accepted); } .hard { --state: var(--failed); } .soft { --state: var(--deferred); } .complaint { --state: var(--uncertain); } .left { --state: var(--skipped); } .joined { --state: var(--queued); } .failed { --state: var(--failed); } .deferred { --state: var(--deferred); } .uncertain { --state: var(--uncertain); } .skipped { --state: var(--skipped); } .queued, .sending, .committing { --state: var(--queued); }
summary { cursor: pointer; color: var(--soft); margin-top: 8px; }
@media (max-width: 560px) { svg text { font-size: 22px; } .bar { width: 45%; } th, td { padding-right: 8px; } }
`;

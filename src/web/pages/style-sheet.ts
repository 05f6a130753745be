import { readableOn } from '../../email/theme/contrast.ts';

const paper = { light: '#ffffff', dark: '#191716' };

/** The style sheet of all pages. @param accent the publication's colour, `#rrggbb` */
export function styleSheet(accent: string): string {
  const [light, dark] = [readableOn(accent, paper.light), readableOn(accent, paper.dark)];
  return `:root {
  color-scheme: light dark;
  --paper: light-dark(${paper.light}, ${paper.dark});
  --ink: light-dark(#1c1a19, #f1edea);
  --soft: light-dark(#5c5652, #b5aea9);
  --rule: light-dark(#ddd6d0, #4a4440);
  --accent: light-dark(${light}, ${dark});
  --on-accent: light-dark(${readableOn('#ffffff', light)}, ${readableOn('#191716', dark)});
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
header, main, footer { max-width: 34rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.5rem; }
header p { margin: 0; padding-bottom: 0.75rem; border-bottom: 3px solid var(--accent); font: bold 1.25rem/1.3 Georgia, serif; }
h1 { font: bold 2rem/1.2 Georgia, serif; letter-spacing: -0.01em; margin: 2.25rem 0 0.75rem; text-wrap: balance; }
h2, .apart { margin: 2.5rem 0 0.75rem; padding-top: 1.25rem; border-top: 1px solid var(--rule); }
h2 { font-size: 1.0625rem; }
.error { margin: 0 0 0.375rem; font-weight: 600; color: light-dark(#b00020, #ff8a80); }
.trap { position: absolute; inset-inline-start: -100vw; }
label + .hint { margin: -0.25rem 0 0.375rem; }
.consent, .hint, .past span { color: var(--soft); font-size: 0.9375rem; }
.past { list-style: none; padding: 0; margin: 0; }
.past li { padding: 0.5rem 0; }
.past span { display: block; }
.framed main { padding-top: 0.25rem; }
.framed h1 { margin-top: 0; font-size: 1.5rem; }
.framed footer { margin-top: 1rem; padding-bottom: 0.5rem; }
.note { padding: 0.625rem 1rem; border-left: 4px solid var(--accent); background: color-mix(in srgb, var(--accent) 10%, transparent); overflow-wrap: anywhere; }
p { overflow-wrap: anywhere; }
form { margin: 0 0 0.75rem; }
label, legend { display: block; font-weight: 600; margin: 1.25rem 0 0.375rem; padding: 0; }
fieldset { border: 0; margin: 1.5rem 0 0; padding: 0; }
fieldset label { display: flex; gap: 0.625rem; align-items: center; font-weight: normal; margin: 0; min-height: 2.75rem; }
input[type="radio"] { width: 1.25rem; height: 1.25rem; accent-color: var(--accent); }
input[type="text"], input[type="number"], input[type="date"], select { width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--soft); border-radius: 4px; }
input + button { margin-top: 0.75rem; }
select option { color: var(--ink); background: var(--paper); }
button { min-height: 2.75rem; padding: 0.5rem 1.25rem; font: inherit; font-weight: 600; color: var(--accent); background: transparent; border: 1px solid var(--accent); border-radius: 4px; cursor: pointer; }
button.first { margin-top: 1.25rem; color: var(--on-accent); background: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
a { color: var(--accent); }
footer { margin-top: 3.5rem; padding-bottom: 3rem; color: var(--soft); font-size: 0.9375rem; }
footer ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; padding: 0.75rem 0 0; margin: 0; border-top: 1px solid var(--rule); }
footer li a, footer li span { display: inline-block; min-height: 2.75rem; padding: 0.625rem 0; }
`;
}

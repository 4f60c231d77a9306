/** The page's whole style. System fonts, nothing from elsewhere. */
export const style: string = `:root {
  color-scheme: light dark;
  --ground: #f4f6f9; --surface: #ffffff; --sunken: #f4f6f9; --line: #dfe4ec; --line-strong: #c6cfdb;
  --text: #1f2a3a; --muted: #56657a; --link: #0a6672; --accent: #c2410c; --accent-soft: #fff1ea;
  --selected: #e9f4f5; --shadow: 0 1px 2px rgb(31 42 58 / 6%), 0 4px 14px rgb(31 42 58 / 5%);
  --bar: #21304a; --bar-text: #f4f6f9; --bar-muted: #b4c0d3;
  --timeline: #6d4bb3; --timeline-soft: #f1ecfb; --app: #0a6672; --app-soft: #e3f3f4;
  --custom: #b0440f; --custom-soft: #fdeee6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10151d; --surface: #181f2a; --sunken: #121923; --line: #2a3443; --line-strong: #3b485b;
    --text: #e6ebf2; --muted: #9aa8bb; --link: #6fd0da; --accent: #ff9466; --accent-soft: #34211a;
    --selected: #17303a; --shadow: none; --bar: #0b1017; --bar-text: #e6ebf2; --bar-muted: #8f9db1;
    --timeline: #b79cf0; --timeline-soft: #2a2340; --app: #6fd0da; --app-soft: #16313a;
    --custom: #ff9f75; --custom-soft: #38231a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
}
h1, h2, h3, p, dl, dd, ul, ol, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 3px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 6px; }
svg { width: 1em; height: 1em; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 12px; top: -60px; z-index: 2; padding: 8px 14px; border-radius: 8px; background: var(--surface); }
.skip:focus { top: 8px; }

.bar { background: var(--bar); color: var(--bar-text); }
.bar div { display: flex; align-items: center; gap: 12px; max-width: 1200px; margin: 0 auto; padding: 12px 24px; }
.bar a { display: inline-flex; align-items: center; gap: 10px; color: inherit; font-weight: 600; text-decoration: none; white-space: nowrap; }
.bar a:focus-visible { outline-color: var(--bar-text); }
.bar img { width: 22px; height: 22px; display: block; }
.bar p { color: var(--bar-muted); font-size: 13px; margin-left: auto; }

.columns { display: grid; grid-template-columns: 300px minmax(0, 1fr); gap: 28px; max-width: 1200px; margin: 0 auto; padding: 28px 24px 64px; align-items: start; }
.panel { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); }
nav.panel { position: sticky; top: 20px; max-height: calc(100vh - 40px); overflow: auto; }
nav h2, .month, .aside-heading { font-size: 13px; font-weight: 600; color: var(--muted); }
nav h2 { display: flex; justify-content: space-between; padding: 14px 16px 8px; }
nav ul { padding: 0 8px 8px; }
nav li a { display: flex; align-items: center; gap: 12px; padding: 9px 10px; border-radius: 8px; color: inherit; text-decoration: none; }
nav li a:hover { background: var(--sunken); }
nav li a[aria-current="page"] { background: var(--selected); }
nav li a[aria-current="page"] strong { color: var(--link); }
nav li span.who { min-width: 0; }
nav strong { display: block; font-weight: 550; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
nav small { display: block; color: var(--muted); font-size: 12.5px; }
nav > p { padding: 4px 16px 16px; color: var(--muted); font-size: 14px; }
.face { flex: none; display: grid; place-items: center; width: 36px; height: 36px; border-radius: 50%; font-weight: 600; font-size: 15px; background: var(--sunken); color: var(--muted); border: 1px solid var(--line); }
.face svg { font-size: 18px; }
.face-0 { background: var(--app-soft); color: var(--app); border-color: transparent; }
.face-1 { background: var(--custom-soft); color: var(--custom); border-color: transparent; }
.face-2 { background: var(--timeline-soft); color: var(--timeline); border-color: transparent; }

.about { display: flex; align-items: center; gap: 18px; margin-bottom: 8px; }
.about .face { width: 60px; height: 60px; font-size: 24px; }
.about h1 { font-size: 22px; line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; }
.about p { color: var(--muted); font-size: 14px; overflow-wrap: anywhere; }
.month { margin: 26px 0 12px; }
.back { display: none; margin-bottom: 14px; font-size: 14px; }

.cards { position: relative; display: grid; gap: 16px; }
.cards::before { content: ""; position: absolute; left: 18px; top: 30px; bottom: 8px; width: 2px; background: var(--line); }
.cards li { position: relative; display: grid; grid-template-columns: 38px minmax(0, 1fr); gap: 16px; align-items: start; }
.badge { position: relative; display: grid; place-items: center; width: 38px; height: 38px; margin-top: 10px; border-radius: 50%; font-size: 18px; border: 3px solid var(--ground); }
.badge-timeline { background: var(--timeline-soft); color: var(--timeline); }
.badge-app { background: var(--app-soft); color: var(--app); }
.badge-custom { background: var(--custom-soft); color: var(--custom); }
.card { padding: 16px 20px 14px; }
.card header { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 16px; align-items: baseline; }
.kicker { color: var(--muted); font-size: 13px; overflow-wrap: anywhere; }
.card time { color: var(--muted); font-size: 13px; white-space: nowrap; font-variant-numeric: tabular-nums; }
.card h3 { grid-column: 1 / -1; font-size: 16.5px; line-height: 1.4; font-weight: 600; overflow-wrap: anywhere; }
.card h3 a:not(:hover) { text-decoration-color: color-mix(in srgb, currentColor 35%, transparent); }
.card .whose { grid-column: 1 / -1; font-size: 14px; color: var(--muted); overflow-wrap: anywhere; }
.card dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(124px, 1fr)); gap: 10px 20px; margin-top: 12px; padding-top: 12px; border-top: 1px solid var(--line); font-size: 14px; }
.card dl .wide { grid-column: 1 / -1; }
.card dt { color: var(--muted); font-size: 12.5px; overflow-wrap: anywhere; }
.card dd { overflow-wrap: anywhere; }
.card dd bdi { white-space: pre-wrap; }
.card details { margin-top: 12px; font-size: 14px; }
.card summary { width: fit-content; color: var(--link); cursor: pointer; }
.card details pre, .hint pre { margin-top: 8px; padding: 12px 14px; max-height: 340px; overflow: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--sunken); font-size: 13px; line-height: 1.55; }
.frame { display: inline-block; margin-top: 14px; padding: 6px 14px; border: 1px solid var(--line-strong); border-radius: 8px; font-size: 14px; text-decoration: none; overflow-wrap: anywhere; }
.frame:hover { background: var(--sunken); }
.card footer { margin-top: 12px; color: var(--muted); font-size: 12px; overflow-wrap: anywhere; }

.hint { padding: 28px; margin-top: 20px; }
.hint h2 { font-size: 17px; font-weight: 600; margin-bottom: 6px; }
.hint p { color: var(--muted); max-width: 62ch; }
.hint pre { margin-top: 14px; white-space: pre-wrap; overflow-wrap: anywhere; }
.note { margin-top: 18px; color: var(--muted); font-size: 14px; }
.aside-heading { margin: 36px 0 4px; font-size: 15px; color: var(--text); }
.aside-heading + p { color: var(--muted); font-size: 14px; margin-bottom: 14px; max-width: 62ch; }

@media (max-width: 780px) {
  .columns { grid-template-columns: minmax(0, 1fr); gap: 20px; padding: 18px 14px 48px; }
  .bar div { padding: 12px 14px; }
  .bar p { display: none; }
  nav.panel { position: static; max-height: 320px; }
  .on-contact nav.panel { display: none; }
  .on-contact .back { display: block; }
  .about .face { width: 48px; height: 48px; font-size: 20px; }
  .about { gap: 14px; }
  .about h1 { font-size: 19px; }
  .cards::before { left: 15px; }
  .cards li { grid-template-columns: 32px minmax(0, 1fr); gap: 10px; }
  .badge { width: 32px; height: 32px; font-size: 15px; }
  .card { padding: 14px 16px 12px; }
  .card header { grid-template-columns: minmax(0, 1fr); }
  .card time { order: 3; }
  .card dl { grid-template-columns: repeat(auto-fill, minmax(112px, 1fr)); gap: 8px 16px; }
  .hint { padding: 20px; }
}
@media (prefers-reduced-motion: no-preference) {
  nav li a, .frame { transition: background-color 120ms; }
}
@media print {
  .bar, nav.panel, .skip { display: none; }
  .columns { display: block; }
  .card { break-inside: avoid; box-shadow: none; }
}
`;

/** The mark in the bar and in the browser's tab. */
export const mark: string =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#f2733d"/><path d="M7 5v14" stroke="#fff" stroke-width="2" stroke-linecap="round"/><circle cx="7" cy="8" r="2.4" fill="#fff"/><circle cx="7" cy="16" r="2.4" fill="#fff"/><path d="M12 8h6M12 16h4" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/></svg>`;

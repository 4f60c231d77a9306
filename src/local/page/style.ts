import { cardStyle } from "./card_style.ts";
import { toolStyle } from "./tool_style.ts";

/** Colours, the frame and the contacts. */
const frameStyle = `:root {
  color-scheme: light dark;
  --ground: #f4f6f9; --surface: #ffffff; --sunken: #f4f6f9; --line: #dfe4ec; --line-strong: #c6cfdb;
  --text: #1f2a3a; --muted: #56657a; --link: #0a6672; --accent: #c2410c; --accent-soft: #fff1ea;
  --selected: #e9f4f5; --shadow: 0 1px 2px rgb(31 42 58 / 6%), 0 4px 14px rgb(31 42 58 / 5%);
  --bar: #21304a; --bar-text: #f4f6f9; --bar-muted: #b4c0d3; --bar-hover: #33456a; --alarm: #ffb38a; --alarm-text: #3a1400;
  --good: #12683f; --good-soft: #e2f4ea; --odd: #8a4b00; --odd-soft: #fdf0db; --bad: #b3261e; --bad-soft: #fdeceb;
  --timeline: #6d4bb3; --timeline-soft: #f1ecfb; --app: #0a6672; --app-soft: #e3f3f4;
  --custom: #b0440f; --custom-soft: #fdeee6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10151d; --surface: #181f2a; --sunken: #121923; --line: #2a3443; --line-strong: #3b485b;
    --text: #e6ebf2; --muted: #9aa8bb; --link: #6fd0da; --accent: #ff9466; --accent-soft: #34211a;
    --selected: #17303a; --shadow: none; --bar: #0b1017; --bar-text: #e6ebf2; --bar-muted: #8f9db1; --bar-hover: #1c2736; --alarm: #ff9f75; --alarm-text: #2a0f00;
    --good: #7fd6a4; --good-soft: #15301f; --odd: #f0b968; --odd-soft: #342711; --bad: #ff9b94; --bad-soft: #3a1b1a;
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
.bar ul { display: flex; flex-wrap: wrap; gap: 4px; }
.bar nav { margin-left: auto; }
.bar nav a { padding: 6px 12px; border-radius: 8px; font-size: 14px; color: var(--bar-muted); }
.bar nav a:hover, .bar nav a[aria-current="page"] { background: var(--bar-hover); color: var(--bar-text); }
.alarm { padding: 0 8px; border-radius: 10px; background: var(--alarm); color: var(--alarm-text); font-size: 12px; }

.columns { display: grid; grid-template-columns: 300px minmax(0, 1fr); gap: 28px; max-width: 1200px; margin: 0 auto; padding: 28px 24px 64px; align-items: start; }
.panel { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); }
.alone .columns { grid-template-columns: minmax(0, 920px); justify-content: center; }
.contacts { position: sticky; top: 20px; max-height: calc(100vh - 40px); overflow: auto; }
.search { position: sticky; top: 0; z-index: 1; padding: 14px 14px 4px; background: var(--surface); border-radius: 12px 12px 0 0; }
input, select { width: 100%; padding: 9px 12px; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--surface); color: inherit; font: inherit; font-size: 14px; }
input::placeholder { color: var(--muted); opacity: 1; }
main:focus { outline: none; }
.contacts h2, .month { font-size: 13px; font-weight: 600; color: var(--muted); }
.contacts h2 { display: flex; justify-content: space-between; padding: 14px 16px 8px; }
.contacts ul { padding: 0 8px 8px; }
.contacts li a { display: flex; align-items: center; gap: 12px; padding: 9px 10px; border-radius: 8px; color: inherit; text-decoration: none; }
.contacts li a:hover { background: var(--sunken); }
.contacts li a[aria-current="page"] { background: var(--selected); }
.contacts li a[aria-current="page"] strong { color: var(--link); }
.contacts li span.who { min-width: 0; }
.contacts strong { display: block; font-weight: 550; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.contacts small { display: block; color: var(--muted); font-size: 12.5px; }
.contacts div > p { padding: 4px 16px 16px; color: var(--muted); font-size: 14px; }
.face { flex: none; display: grid; place-items: center; width: 36px; height: 36px; border-radius: 50%; font-weight: 600; font-size: 15px; background: var(--sunken); color: var(--muted); border: 1px solid var(--line); }
.face svg { font-size: 18px; }
.face-0 { background: var(--app-soft); color: var(--app); border-color: transparent; }
.face-1 { background: var(--custom-soft); color: var(--custom); border-color: transparent; }
.face-2 { background: var(--timeline-soft); color: var(--timeline); border-color: transparent; }
`;

/** What differs on phones, on paper, and for those who like motion. */
const mediaStyle = `@media (max-width: 780px) {
  .columns { grid-template-columns: minmax(0, 1fr); gap: 20px; padding: 18px 14px 48px; }
  .bar div { padding: 10px 8px 10px 14px; }
  .bar .home { font-size: 0; gap: 0; }
  .bar nav a { padding: 6px 7px; font-size: 13px; }
  .alarm span { display: none; }
  .alone .columns { grid-template-columns: minmax(0, 1fr); }
  .contacts { position: static; max-height: 340px; }
  .on-contact .contacts { display: none; }
  .on-contact .back { display: block; }
  .about .face { width: 48px; height: 48px; font-size: 20px; }
  .about { gap: 14px; align-items: start; }
  .about h1 { font-size: 19px; }
  .cards::before { left: 15px; }
  .cards > li { grid-template-columns: 32px minmax(0, 1fr); gap: 10px; }
  .badge { width: 32px; height: 32px; font-size: 15px; }
  .card { padding: 14px 16px 12px; }
  .card header { grid-template-columns: minmax(0, 1fr); }
  .card time { order: 3; }
  .card dl { grid-template-columns: repeat(auto-fill, minmax(112px, 1fr)); gap: 8px 16px; }
  .hint { padding: 20px; }
}
@media (prefers-reduced-motion: no-preference) {
  .contacts li a, .frame, .filters a, button { transition: background-color 120ms; }
  .fresh { animation: fresh 2.5s ease-out; }
  @keyframes fresh { from { border-color: var(--link); box-shadow: 0 0 0 3px var(--selected); } }
}
@media print {
  .bar, .contacts, .filters, .pager, .skip { display: none; }
  .columns { display: block; }
  .card { break-inside: avoid; box-shadow: none; }
}
`;

/** The whole style of the page. System fonts, nothing from elsewhere. */
export const style: string = [frameStyle, cardStyle, toolStyle, mediaStyle].join("\n");

/** The mark in the bar and in the browser's tab. */
export const mark: string =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#f2733d"/><path d="M7 5v14" stroke="#fff" stroke-width="2" stroke-linecap="round"/><circle cx="7" cy="8" r="2.4" fill="#fff"/><circle cx="7" cy="16" r="2.4" fill="#fff"/><path d="M12 8h6M12 16h4" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/></svg>`;

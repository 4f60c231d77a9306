import { baseStyle } from "../../page/base_style.ts";
import { cardStyle } from "./card_style.ts";
import { toolStyle } from "./tool_style.ts";

/** The columns and the contacts. */
const frameStyle =
  `.columns { display: grid; grid-template-columns: 300px minmax(0, 1fr); gap: 28px; max-width: 1200px; margin: 0 auto; padding: 28px 24px 64px; align-items: start; }
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
export const style: string = [baseStyle, frameStyle, cardStyle, toolStyle, mediaStyle].join("\n");

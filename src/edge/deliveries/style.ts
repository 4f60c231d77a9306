import { baseStyle } from "../../page/base_style.ts";

const ownStyle = `main { max-width: 1200px; margin: 0 auto; padding: 24px 24px 64px; }
main:focus { outline: none; }
.panel { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); }
button { padding: 8px 16px; border: 1px solid var(--link); border-radius: 8px; background: var(--link); color: var(--surface); font: inherit; font-size: 14px; font-weight: 600; cursor: pointer; white-space: nowrap; }
button:hover { filter: brightness(1.1); }
button:disabled { opacity: 0.45; cursor: not-allowed; filter: none; }
button.bad { border-color: var(--bad); background: transparent; color: var(--bad); }
button.quiet { border-color: transparent; background: transparent; color: var(--bar-muted); font-weight: 500; }
button.quiet:hover { color: var(--bar-text); background: var(--bar-hover); }
.sign-out { margin-left: auto; }
input:not([type=checkbox]), select { width: 100%; padding: 8px 12px; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--surface); color: inherit; font: inherit; font-size: 14px; height: 40px; }
input::placeholder { color: var(--muted); opacity: 1; }
input[type=checkbox] { width: 17px; height: 17px; margin: 0; accent-color: var(--link); vertical-align: -3px; }

.notice { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 12px; margin-bottom: 16px; padding: 12px 16px; border-radius: 10px; font-size: 14px; overflow-wrap: anywhere; }
.notice.good { background: var(--good-soft); color: var(--good); }
.notice.bad { background: var(--bad-soft); color: var(--bad); }
.notice.bad button { border-color: var(--bad); background: var(--bad); }

.counts { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 14px; }
.count { display: block; padding: 14px 18px; color: inherit; text-decoration: none; border-width: 1px 1px 3px; }
.count:hover { border-color: var(--line-strong); }
.count[aria-current=page] { border-bottom-color: var(--link); background: var(--selected); }
.count strong { display: block; font-size: 26px; line-height: 1.2; font-weight: 650; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.count span { color: var(--muted); font-size: 14px; }
.count small { color: var(--muted); font-size: 13px; }
.count small::before { content: "· "; }
.count-dead strong { color: var(--bad); }
.count-delivered strong { color: var(--good); }

.filters { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 2fr) minmax(0, 1fr) auto; gap: 14px; align-items: end; margin: 18px 0; }
.filters span { display: block; margin-bottom: 4px; color: var(--muted); font-size: 13px; }

.table { overflow: hidden; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th { padding: 10px 12px; text-align: left; font-size: 13px; font-weight: 600; color: var(--muted); border-bottom: 1px solid var(--line); white-space: nowrap; }
td { padding: 11px 12px; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
tbody tr:last-child td { border-bottom: 0; }
tbody tr:hover { background: var(--sunken); }
th:first-child, td:first-child { padding-left: 18px; }
td.state, td time, td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.event { min-width: 260px; max-width: 460px; }
td.from { min-width: 100px; }
td small { display: block; color: var(--muted); font-size: 13px; }
td small.reason { color: var(--bad); margin-top: 2px; }
.badge { display: inline-block; padding: 1px 10px; border-radius: 10px; font-size: 13px; font-weight: 550; white-space: nowrap; }
.badge-waiting { background: var(--odd-soft); color: var(--odd); }
.badge-delivered { background: var(--good-soft); color: var(--good); }
.badge-dead { background: var(--bad-soft); color: var(--bad); }
.empty, .message { padding: 32px; text-align: center; color: var(--muted); }
.message h1 { font-size: 20px; margin-bottom: 6px; color: var(--text); }
.message p + p { margin-top: 12px; }
.pager { margin-top: 14px; text-align: center; font-size: 14px; }

.acts { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; margin-top: 14px; padding: 14px 18px; font-size: 14px; }
.acts p, .acts label { flex: 1 1 240px; color: var(--muted); }

.sign-in { display: grid; gap: 10px; max-width: 380px; margin: 8vh auto 0; padding: 28px; }
.sign-in h1 { font-size: 22px; line-height: 1.3; }
.sign-in p:not(.notice) { color: var(--muted); margin-bottom: 8px; }
.sign-in .notice { margin: 0; }
.sign-in label { font-size: 14px; font-weight: 550; }
.sign-in button { margin-top: 6px; }

.back { margin-bottom: 14px; font-size: 14px; }
.detail { padding: 24px 28px 28px; }
.detail h1 { margin-top: 8px; font-size: 20px; line-height: 1.35; overflow-wrap: anywhere; }
.detail h2 { margin: 24px 0 8px; font-size: 15px; }
.detail .reason { margin-top: 6px; color: var(--bad); overflow-wrap: anywhere; }
.detail .acts { padding: 0; margin-top: 16px; }
.detail dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 14px 24px; margin-top: 20px; padding-top: 18px; border-top: 1px solid var(--line); font-size: 14px; }
.detail dl .wide { grid-column: 1 / -1; }
.detail dt { color: var(--muted); font-size: 13px; }
.detail dd { overflow-wrap: anywhere; }
.detail .none { color: var(--muted); font-size: 14px; }
.history li { display: grid; grid-template-columns: 180px minmax(0, 1fr); gap: 2px 16px; padding: 8px 0; border-top: 1px solid var(--line); font-size: 14px; overflow-wrap: anywhere; }
.history time { color: var(--muted); font-variant-numeric: tabular-nums; }
.history small { grid-column: 2; color: var(--muted); font-size: 13px; }
pre { max-height: 420px; overflow: auto; padding: 12px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--sunken); font-size: 13px; line-height: 1.55; }

@media (max-width: 780px) {
  main { padding: 16px 14px 48px; }
  .bar div { padding: 10px 14px; }
  .counts { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px; }
  .count { padding: 10px 14px; }
  .count strong { font-size: 22px; }
  .filters { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 10px; }
  .filters button { align-self: end; }
  .filters label:first-of-type { grid-column: 1 / -1; }
  .filters label:nth-of-type(3) { grid-column: 1; }
  .filters label:nth-of-type(2) { grid-column: 1 / -1; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody { display: block; }
  tr { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 6px 14px; padding: 14px 16px; border-bottom: 1px solid var(--line); }
  tbody tr:last-child { border-bottom: 0; }
  td, td:first-child { display: block; padding: 0; border: 0; max-width: none; }
  td[data-label]::before { content: attr(data-label); display: block; color: var(--muted); font-size: 12.5px; }
  td.event, td.contact { grid-column: 1 / -1; min-width: 0; }
  td.from { min-width: 0; }
  td.choose { grid-column: 2; grid-row: 1; justify-self: end; }
  td.choose input { width: 22px; height: 22px; }
  td.state { grid-column: 1; grid-row: 1; }
  td time { white-space: normal; }
  .detail { padding: 18px 16px 20px; }
  .history li { grid-template-columns: minmax(0, 1fr); }
  .history small { grid-column: 1; }
}
@media print { .bar, .filters, .acts, .pager, .skip { display: none; } }
`;

/** The whole style of the page. System fonts, nothing from elsewhere. */
export const style: string = [baseStyle, ownStyle].join("\n");

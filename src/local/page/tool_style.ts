/** How requests and controls look. */
export const toolStyle: string =
  `.chip { display: inline-block; padding: 0 9px; border-radius: 10px; font-size: 12.5px; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.good { background: var(--good-soft); color: var(--good); }
.odd { background: var(--odd-soft); color: var(--odd); }
.bad { background: var(--bad-soft); color: var(--bad); }
.fault { background: var(--custom-soft); color: var(--custom); font-weight: 500; }
.requests { margin-top: 16px; padding: 6px 8px; }
.requests li + li { border-top: 1px solid var(--line); }
.requests a { display: grid; grid-template-columns: 70px 190px minmax(0, 1fr) auto; gap: 2px 14px; align-items: baseline; padding: 9px 12px; border-radius: 8px; color: inherit; font-size: 14px; text-decoration: none; }
.requests a:hover { background: var(--sunken); }
.requests time, .requests .rest { color: var(--muted); font-size: 13px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.requests .what { overflow-wrap: anywhere; font-size: 13.5px; }
.outcome { display: inline-flex; flex-wrap: wrap; gap: 4px; }
.message { margin-top: 18px; padding: 18px 22px 20px; }
.message h2, .form h2, .faults h2 { font-size: 16px; font-weight: 600; }
.message dl { margin-top: 10px; font-size: 13px; }
.message dl div { display: grid; grid-template-columns: minmax(0, 340px) minmax(0, 1fr); gap: 2px 16px; padding: 2px 0; }
.message dt { color: var(--muted); overflow-wrap: anywhere; }
.message dd { overflow-wrap: anywhere; }
.message pre { margin-top: 14px; padding: 12px 14px; max-height: 560px; overflow: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--sunken); font-size: 13px; line-height: 1.55; }
.message pre bdi, .card pre bdi { white-space: pre-wrap; overflow-wrap: anywhere; }
.form { display: grid; grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr) minmax(0, 1.3fr); gap: 14px 18px; align-items: end; margin-top: 18px; padding: 20px 22px; }
.form h2 { grid-column: 1 / -1; }
.form label { display: block; margin-bottom: 5px; color: var(--muted); font-size: 13px; }
.account { margin-top: 18px; padding: 20px 22px; }
.account h2 { font-size: 16px; font-weight: 600; }
.account p { display: flex; align-items: center; gap: 8px 14px; margin-top: 14px; }
.account .note { margin: 0; }
button, .button { display: inline-block; padding: 8px 16px; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--surface); color: var(--text); font: inherit; font-size: 14px; text-decoration: none; cursor: pointer; white-space: nowrap; }
button:hover, .button:hover { background: var(--sunken); }
.primary { border-color: transparent; background: var(--link); color: var(--surface); font-weight: 600; }
.primary:hover { background: color-mix(in srgb, var(--link) 85%, var(--text)); }
.faults { margin-top: 18px; padding: 18px 22px 20px; }
.faults li { display: flex; justify-content: space-between; align-items: center; gap: 8px 18px; padding: 12px 0; border-bottom: 1px solid var(--line); }
.faults li p { color: var(--muted); font-size: 13.5px; overflow-wrap: anywhere; }
.faults li strong { font-weight: 600; }
.faults > p { margin-top: 16px; }

@media (max-width: 780px) {
  .requests a { grid-template-columns: auto minmax(0, 1fr) auto; }
  .requests .what { grid-column: 1 / -1; grid-row: 2; }
  .requests .rest { grid-column: 3; grid-row: 1; }
  .message dl div { grid-template-columns: minmax(0, 1fr); }
  .message, .form, .faults, .account { padding: 16px; }
  .form { grid-template-columns: minmax(0, 1fr); }
}
`;

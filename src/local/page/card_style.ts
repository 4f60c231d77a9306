/** How timelines look. */
export const cardStyle: string =
  `.about { display: flex; align-items: center; gap: 18px; margin-bottom: 8px; }
.about .face { width: 60px; height: 60px; font-size: 24px; }
.about h1 { font-size: 22px; line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; }
.about p { color: var(--muted); font-size: 14px; overflow-wrap: anywhere; }
.month { margin: 26px 0 12px; }
.back { display: none; margin-bottom: 14px; font-size: 14px; }
.back.always { display: block; }

.cards { position: relative; display: grid; gap: 16px; }
.cards::before { content: ""; position: absolute; left: 18px; top: 30px; bottom: 8px; width: 2px; background: var(--line); }
.cards > li { position: relative; display: grid; grid-template-columns: 38px minmax(0, 1fr); gap: 16px; align-items: start; }
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
.card details[open] > summary { margin-bottom: 2px; }
.card details > dl { margin-top: 8px; }
.card footer { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 16px; margin-top: 14px; color: var(--muted); font-size: 12px; overflow-wrap: anywhere; }
.trouble { margin-top: 10px; color: var(--bad); font-size: 14px; overflow-wrap: anywhere; }
.trouble:empty { display: none; }
.rendered { margin-top: 8px; padding-top: 10px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.rendered > * + * { margin-top: 8px; }
.rendered h4, .rendered h5, .rendered h6 { margin: 12px 0 0; font-size: 14.5px; font-weight: 650; }
.rendered ul, .rendered ol { padding-left: 22px; }
.rendered ul { list-style: disc; }
.rendered ol { list-style: decimal; }
.rendered blockquote { margin: 8px 0 0; padding-left: 12px; border-left: 3px solid var(--line-strong); color: var(--muted); }
.rendered hr { height: 1px; border: 0; background: var(--line); }
.rendered code { padding: 1px 5px; border-radius: 4px; background: var(--sunken); font-size: 13px; }
.rendered .table { overflow-x: auto; }
.rendered table { border-collapse: collapse; }
.rendered th, .rendered td { padding: 5px 10px; border: 1px solid var(--line); text-align: left; }

.filters { margin: 18px 0 4px; }
.filters ul { display: flex; flex-wrap: wrap; gap: 8px; }
.filters details { margin-top: 8px; font-size: 14px; }
.filters details ul { margin-top: 8px; }
.filters summary { width: fit-content; color: var(--link); cursor: pointer; }
.filters a { display: inline-flex; gap: 7px; padding: 4px 12px; border: 1px solid var(--line-strong); border-radius: 16px; background: var(--surface); color: var(--text); font-size: 13.5px; text-decoration: none; overflow-wrap: anywhere; }
.filters a span { color: var(--muted); font-variant-numeric: tabular-nums; }
.filters a:hover { border-color: var(--link); }
.filters a[aria-current="true"] { border-color: var(--link); background: var(--selected); color: var(--link); }
.pager { display: grid; grid-template-columns: 1fr auto 1fr; align-items: center; gap: 12px; margin-top: 24px; color: var(--muted); font-size: 14px; }
.pager > :last-child { justify-self: end; }
.pager > :first-child { justify-self: start; }
.pager a { padding: 6px 14px; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--surface); text-decoration: none; }

.hint { padding: 28px; margin-top: 20px; }
.hint h2 { font-size: 17px; font-weight: 600; margin-bottom: 6px; }
.hint p { color: var(--muted); max-width: 62ch; }
.hint pre { margin-top: 14px; white-space: pre-wrap; overflow-wrap: anywhere; }
.note { margin-top: 18px; color: var(--muted); font-size: 14px; }
`;

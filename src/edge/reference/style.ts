/** What the reference has beside the style that all pages share. */
export const referenceStyle: string =
  `main { max-width: 860px; margin: 0 auto; padding: 28px 24px 64px; }
main:focus { outline: none; }
h1 { font-size: 24px; line-height: 1.3; }
h1 + p { color: var(--muted); margin-top: 6px; }
h2 { margin: 34px 0 6px; font-size: 17px; overflow-wrap: anywhere; }
h2 .mono { font-size: 16px; }
.method { display: inline-block; margin-right: 8px; padding: 1px 10px; border-radius: 10px; background: var(--app-soft); color: var(--app); font-size: 13px; }
h3 { margin: 14px 0 4px; font-size: 13px; color: var(--muted); }
dl { display: grid; grid-template-columns: minmax(90px, max-content) minmax(0, 1fr); gap: 4px 18px; font-size: 14px; }
dt { font-weight: 550; }
dd { color: var(--muted); overflow-wrap: anywhere; }
details { margin-top: 10px; padding: 10px 16px; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
summary { cursor: pointer; font-weight: 550; }
pre { margin-top: 10px; max-height: 460px; overflow: auto; font-size: 13px; line-height: 1.5; }
@media (max-width: 780px) { main { padding: 20px 14px 48px; } .bar div { padding: 12px 14px; } }
`;

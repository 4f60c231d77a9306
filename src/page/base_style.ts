/** What every page begins with: colours, light and dark, type, focus, and the bar at the top. */
export const baseStyle: string = `:root {
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
`;

/** The mark in the bar and in the browser's tab. */
export const mark: string =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#f2733d"/><path d="M7 5v14" stroke="#fff" stroke-width="2" stroke-linecap="round"/><circle cx="7" cy="8" r="2.4" fill="#fff"/><circle cx="7" cy="16" r="2.4" fill="#fff"/><path d="M12 8h6M12 16h4" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/></svg>`;

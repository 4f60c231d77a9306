/**
 * What the browser runs: it listens while the page is in sight and fetches it anew when something changed. Open
 * details stay open and the focus stays where it was. The page does everything else without it.
 */
export const liveScript: string = `"use strict";
let source;
let pending;

async function refresh() {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const region of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(region.id);
    if (next === null || next.isEqualNode(region)) continue;
    for (const details of region.querySelectorAll("details[open][id]")) {
      fresh.getElementById(details.id)?.setAttribute("open", "");
    }
    const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
    region.replaceChildren(...next.childNodes);
    if (focused !== "") document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

function soon() {
  pending ??= setTimeout(() => {
    pending = undefined;
    refresh().catch(() => {});
  }, 200);
}

function listen() {
  source?.close();
  source = undefined;
  if (document.visibilityState !== "visible") return;
  source = new EventSource("/live");
  source.addEventListener("open", soon);
  source.addEventListener("message", soon);
}

document.addEventListener("visibilitychange", listen);
listen();
`;

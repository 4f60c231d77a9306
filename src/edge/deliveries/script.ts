/**
 * What the browser runs: while the page is in sight, it is fetched anew every few seconds, and what changed is replaced.
 * What somebody has chosen or is at stays as it is. The page does everything else without it.
 */
export const script: string = `const everyMs = 4000;
let timer;

async function refresh() {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  // Signed out, or the server is away: what stands there stays.
  if (!response.ok || response.redirected) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const region of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(region.id);
    if (next === null || next.isEqualNode(region) || isInUse(region)) continue;
    const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
    region.replaceChildren(...next.childNodes);
    if (focused !== "") document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

function isInUse(region) {
  if (region.querySelector("input:checked") !== null) return true;
  const active = document.activeElement;
  return region.contains(active) && (active.id === "" || active.matches("input"));
}

function schedule() {
  clearTimeout(timer);
  if (document.visibilityState !== "visible") return;
  timer = setTimeout(async () => {
    await refresh().catch(() => {});
    schedule();
  }, everyMs);
}

function enableChosen() {
  const isChosen = document.querySelector("input[name=key]:checked") !== null;
  for (const button of document.querySelectorAll("#chosen button")) button.disabled = !isChosen;
}

document.addEventListener("visibilitychange", schedule);
document.addEventListener("change", enableChosen);
enableChosen();
if (document.querySelector("[data-live]") !== null) schedule();
`;

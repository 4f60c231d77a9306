/**
 * What the browser runs on every page: it listens while the page is in sight and fetches it anew when something changed.
 * Open details stay open and the focus stays where it was. The timelines and requests do everything else without it.
 */
export const liveScript: string = `let source;
let pending;
let round = 0;

export async function refresh() {
  const own = ++round;
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  // Somebody may have searched on in the meantime.
  if (own !== round) return;
  for (const region of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(region.id);
    if (next !== null && !next.isEqualNode(region)) renew(region, next);
  }
}

function renew(region, next) {
  for (const details of region.querySelectorAll("details[id]")) {
    next.querySelector("#" + details.id)?.toggleAttribute("open", details.open);
  }
  const known = new Set([...region.querySelectorAll("h3[id]")].map(({ id }) => id));
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  const read = region.id === "content" && scrollY > 0 ? firstInSight(region) : undefined;
  const top = read?.getBoundingClientRect().top;
  region.replaceChildren(...next.childNodes);
  // Whoever has scrolled down reads on where they were, whatever comes in above.
  const again = read && document.getElementById(read.id);
  if (again) scrollBy(0, again.getBoundingClientRect().top - top);
  if (focused !== "") document.getElementById(focused)?.focus({ preventScroll: true });
  announce(region, next, known);
}

function firstInSight(region) {
  return [...region.querySelectorAll("[id]")].find((one) => one.getBoundingClientRect().bottom > 0);
}

function announce(region, next, known) {
  const more = Number(next.dataset.count) - Number(region.dataset.count);
  if (next.dataset.count !== undefined) region.dataset.count = next.dataset.count;
  if (!(more > 0)) return;
  const noun = region.dataset.noun + (more === 1 ? "" : "s");
  document.getElementById("news").textContent = "New: " + more + " " + noun;
  for (const heading of region.querySelectorAll("h3[id]")) {
    if (!known.has(heading.id)) heading.closest("article")?.classList.add("fresh");
  }
}

export function soon() {
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

const search = document.getElementById("search");

function find() {
  const address = new URL(location.href);
  if (search.value.trim() === "") address.searchParams.delete("q");
  else address.searchParams.set("q", search.value);
  history.replaceState(null, "", address);
  refresh().catch(() => {});
}

search?.addEventListener("input", find);
search?.form.addEventListener("submit", (event) => {
  event.preventDefault();
  find();
});
document.addEventListener("visibilitychange", listen);
listen();
`;

/** What the browser runs on the page of the controls: it sends what is switched on and off. */
export const controlsScript: string = `import { refresh } from "/live.js";

const problem = document.getElementById("problem");
const form = document.getElementById("fault-form");

async function send(path, method, body) {
  problem.textContent = "";
  try {
    const init = body === undefined ? { method } : {
      method,
      body,
      headers: { "content-type": "application/json" },
    };
    const response = await fetch(path, init);
    if (!response.ok) problem.textContent = (await response.json()).message;
    await refresh();
    return response.ok;
  } catch {
    problem.textContent = "Local HubSpot does not answer.";
    return false;
  }
}

function chooseFile() {
  // Made anew each time: it is no part of what is drawn anew while somebody chooses.
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".json,application/json";
  input.addEventListener("change", async () => {
    if (!confirm("Put " + input.files[0].name + " in place of all contacts, events and declarations?")) return;
    // What came in is on the timelines.
    if (await send("/_local/import", "POST", input.files[0])) location.assign("/");
  });
  input.click();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = (name) => JSON.parse(form.elements[name].value);
  const when = { ...chosen("scope"), ...chosen("often") };
  send("/_local/faults", "POST", JSON.stringify({ what: chosen("what"), when }));
});

document.addEventListener("click", ({ target }) => {
  if (target.closest("#import") !== null) return chooseFile();
  const button = target.closest("button[data-path]");
  if (button === null) return;
  if (button.dataset.confirm !== undefined && !confirm(button.dataset.confirm)) return;
  send(button.dataset.path, button.dataset.method);
  // The button goes with what it switched off.
  document.getElementById("main").focus();
});
`;

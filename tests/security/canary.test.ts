import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { listen, type Server } from "../action/stand_in.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";
import { type HublineProcess, Workplace } from "../support/hubline_process.ts";
import { assertSilent, type Canary, type Written } from "./canaries.ts";

/** Everything that whoever starts a forwarder must keep to themselves. */
const settings = {
  HUBSPOT_ACCESS_TOKEN: "pat-na1-canary-a81f/token+1",
  GITHUB_TOKEN: "ghp_canary-b27c/token+2",
  GITHUB_WEBHOOK_SECRET: "canary-c39d/github+3",
  HUBLINE_EVENTS_TOKEN: "canary-d40e/events+4",
  HUBLINE_PASSWORD: "canary-e51f password+5",
  HUBLINE_METRICS_TOKEN: "canary-f62a/metrics+6",
  CLOUDEVENTS_TOKEN: "canary-a73b/cloudevents+7",
  WEBHOOK_SECRET: `whsec_${btoa("canary-b84c-webhook-key")}`,
  SHOP_SECRET: `whsec_${btoa("canary-c95d-shop-key-99")}`,
  HUBSPOT_CLIENT_SECRET: "canary-d06e/client+8",
  SEGMENT_WRITE_KEY: "canary-e17f/segment+9",
};

const secrets: readonly Canary[] = [
  ...Object.entries(settings).map(([name, text]) => ({ name, text })),
  { name: "the bytes of WEBHOOK_SECRET", text: "canary-b84c-webhook-key" },
  { name: "the bytes of SHOP_SECRET", text: "canary-c95d-shop-key-99" },
];

/** Addresses of people, by where they stand; their domain may be shown and their name may not. */
const people = {
  rule: "person.rule-1a2b",
  payload: "person.payload-3c4d",
  refused: "person.refused-5e6f",
  later: "person.later-7a8b",
  broken: "person.broken-9c0d",
  stranger: "person.stranger-1e2f",
  path: "person.path-3a4b",
  header: "person.header-5c6d",
  id: "person.id-7e8f",
  login: "person.login-9a0b",
};
const addresses: readonly Canary[] = Object.entries(people).map(([name, text]) => ({
  name: `the address in ${name}`,
  text,
}));

function address(name: keyof typeof people): string {
  return `${people[name]}@mail.example`;
}

const configuration = `
people:
  octocat: ${address("rule")}
  nobody: ${address("login")}
cloudevents:
  actor: { email: data.buyer }
  tokenInAddress: true
webhooks:
  - name: shop
    secretEnv: SHOP_SECRET
    actor: { email: data.buyer }
`;

/** Ids that would write a line of their own, or over one that is there. */
const forged: readonly string[] = [
  "\r\n200 POST /forged accepted 1",
  "\u0085200 POST /forged accepted 1",
  "\x1b[2K\x1b[1G200 POST /forged accepted 1",
  "\x9b2K200 POST /forged accepted 1",
  "\b".repeat(80) + "200 POST /forged accepted 1",
];

/** HubSpot on a bad day: it says no in the words of whoever asked, token and addresses included. */
async function badHubSpot(): Promise<Server & { mode: { isShut: boolean } }> {
  const mode = { isShut: false };
  const server = await listen((_, { headers, body = "" }) => {
    const message = `Refused for ${headers.authorization}: ${body}`;
    const problem = {
      status: "error",
      category: "VALIDATION_ERROR",
      message,
      correlationId: "c-1",
    };
    if (mode.isShut) return Promise.resolve(Response.json(problem, { status: 401 }));
    if (body.includes(people.refused)) {
      return Promise.resolve(Response.json(problem, { status: 400 }));
    }
    if (body.includes(people.later)) return Promise.resolve(new Response(message, { status: 503 }));
    return Promise.resolve(new Response(null, { status: 204 }));
  });
  return Object.assign(server, { mode });
}

describe("deno task start, of canaries", () => {
  let workplace: Workplace;
  let hubSpot: Awaited<ReturnType<typeof badHubSpot>>;
  let hubline: HublineProcess;
  let url: string;
  /** Everything that the forwarder answered, and what it was asked. */
  const answers: (Written & { asked: string })[] = [];
  let cookie = "";

  before(async () => {
    workplace = new Workplace();
    writeFileSync(join(workplace.folder, "hubline.yml"), configuration);
    hubSpot = await badHubSpot();
    hubline = workplace.start({
      ...settings,
      GITHUB_LOOKUPS: "off",
      HUBSPOT_BASE_URL: hubSpot.url,
      HUBLINE_EVENT_NAME: "pe1_activity",
    });
    url = await hubline.url();
    await sendEverything();
    await lookAtEverything();
    hubSpot.mode.isShut = true;
    await ownEvents({ eventName: "pe1_x", uuid: "shut", email: address("later"), properties: {} });
    // Or another event whose next attempt falls due first: the account is refused, so that one is asked and no other.
    await hubline.printed(/deferred +pe1_\w+ \S+: Refused for /);
    await lookAtEverything();
    await hubline.end("SIGTERM");
  });
  after(async () => {
    await workplace.close();
    await hubSpot.close();
  });

  async function ask(path: string, init: RequestInit = {}): Promise<number> {
    const response = await fetch(url + path, { redirect: "manual", ...init });
    const headers = [...response.headers].filter(([name]) => name !== "set-cookie");
    const set = response.headers.get("set-cookie");
    if (set !== null) cookie = set.split(";")[0] ?? "";
    answers.push({
      asked: `${path} ${init.body ?? ""}`,
      where: `the answer to ${init.method ?? "GET"} ${path.slice(0, 40)}`,
      text: `${headers.map((pair) => pair.join(": ")).join("\n")}\n${await response.text()}`,
    });
    return response.status;
  }

  async function post(
    path: string,
    body: unknown,
    headers: Record<string, string>,
    expected: number,
  ): Promise<void> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const status = await ask(path, {
      method: "POST",
      body: text,
      headers: { "content-type": "application/json", ...headers },
    });
    assert.equal(status, expected, `${path}: ${answers.at(-1)?.text}`);
  }

  function ownEvents(body: unknown, expected = 202, own: Record<string, string> = {}) {
    const authorization = `Bearer ${settings.HUBLINE_EVENTS_TOKEN}`;
    return post("/events", body, { authorization, ...own }, expected);
  }

  async function sendEverything(): Promise<void> {
    await gitHub(mergedPullRequest(), 202);
    await gitHub({ ...mergedPullRequest(), pull_request: { title: address("broken") } }, 422);
    await gitHub(`{"email":"${address("broken")}"`, 400);
    await gitHub(mergedPullRequest({ login: address("stranger") }), 401, "another secret");
    for (const [buyer, status] of [["payload", 202], ["refused", 202], ["later", 202]] as const) {
      const data = { buyer: address(buyer), note: address(buyer) };
      await cloudEvent({ data, id: `c-${buyer}` }, status);
      await webhook("/webhooks/shop", settings.SHOP_SECRET, { type: "paid", data }, 202);
    }
    await cloudEvent({ id: address("broken"), source: "", data: {} }, 422);
    await webhook("/webhooks", settings.WEBHOOK_SECRET, {
      type: "x",
      data: { email: address("id") },
    }, 202);
    await webhook("/webhooks", settings.SHOP_SECRET, { data: address("stranger") }, 401);
    await hubSpotWebhook([{ subscriptionType: address("broken") }], 422);
    await segment("identify", { userId: "u1", traits: { email: address("payload") } }, 200);
    await segment("track", { userId: address("refused"), event: address("refused") }, 200);
    await segment("track", [address("broken")], 422);
    await post("/v1/track", { writeKey: "x", userId: address("stranger") }, {}, 401);
    await ownEvents({
      inputs: [event("refused"), event("later"), { ...event("payload"), email: "@" }],
    });
    await ownEvents(
      { eventName: address("broken"), email: `${address("broken")}@`, properties: 1 },
      422,
    );
    await ownEvents(`${address("broken")}{`, 400);
    await ownEvents(event("payload"));
    await ownEvents({ ...event("payload"), uuid: address("id") });
    await ownEvents(event("header"), 202, {
      "x-request-id": address("header"),
      "idempotency-key": address("header"),
      traceparent: address("header"),
      "user-agent": address("header"),
    });
    for (const id of forged) await ownEvents({ ...event("payload"), uuid: `forged-${id}` });
    await ask(`/%0d%0a${encodeURIComponent(forged.join(""))}`);
    await ownEvents(event("stranger"), 401, { authorization: `Bearer ${people.stranger}` });
    const lines = `${JSON.stringify(event("refused"))}\n${address("broken")}\n`;
    await ownEvents(lines, 200, { "content-type": "application/x-ndjson" });
    await hubline.printed(/rejected +pe1_x /);
    await hubline.printed(/deferred +pe1_x /);
  }

  async function lookAtEverything(): Promise<void> {
    const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
    for (const path of ["/healthz", "/readyz", "/metrics", "/openapi.json", "/reference"]) {
      await ask(path);
    }
    for (const path of ["/deliveries", "/deliveries/login", `/${address("path")}`]) await ask(path);
    await ask(`/github/${address("path")}?${address("path")}`, { method: "PUT" });
    await ask("/metrics", bearer(settings.HUBLINE_METRICS_TOKEN));
    await ask("/metrics", bearer(settings.HUBLINE_EVENTS_TOKEN));
    await ask("/events/shut", bearer(settings.HUBLINE_EVENTS_TOKEN));
    await ask("/events/refused", bearer(settings.HUBLINE_EVENTS_TOKEN));
    await ask("/events/later", bearer(settings.HUBLINE_EVENTS_TOKEN));
    const form = (password: string) => ({
      method: "POST",
      body: new URLSearchParams({ password }),
      headers: { origin: url },
    });
    await ask("/deliveries/login", form(settings.HUBLINE_METRICS_TOKEN));
    await ask("/deliveries/login", form(settings.HUBLINE_PASSWORD));
    const signedIn = { headers: { cookie } };
    for (const state of ["", "?state=dead", "?state=waiting"]) {
      assert.equal(await ask(`/deliveries${state}`, signedIn), 200);
    }
    for (const id of ["refused", "later", "payload"]) {
      const key = new URLSearchParams({ family: "custom", type: "pe1_x", id });
      assert.equal(await ask(`/deliveries/event?${key}`, signedIn), 200);
    }
  }

  function event(name: keyof typeof people) {
    return {
      eventName: "pe1_x",
      uuid: name,
      email: address(name),
      properties: { note: address(name) },
    };
  }

  async function gitHub(payload: unknown, status: number, secret = settings.GITHUB_WEBHOOK_SECRET) {
    const body = typeof payload === "string" ? payload : JSON.stringify(payload);
    const digest = createHmac("sha256", secret).update(body).digest("hex");
    await post("/github", body, {
      "x-github-event": "pull_request",
      "x-hub-signature-256": `sha256=${digest}`,
    }, status);
  }

  async function cloudEvent(own: Record<string, unknown>, status: number): Promise<void> {
    const event = { specversion: "1.0", type: "paid", source: "/shop", ...own };
    const token = encodeURIComponent(settings.CLOUDEVENTS_TOKEN);
    await post(`/cloudevents?access_token=${token}`, event, {
      "content-type": "application/cloudevents+json",
    }, status);
  }

  async function webhook(path: string, secret: string, payload: unknown, status: number) {
    const body = JSON.stringify(payload);
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const id = `msg-${answers.length}`;
    const key = atob(secret.slice("whsec_".length));
    const signed = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    await post(path, body, {
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signed}`,
    }, status);
  }

  async function hubSpotWebhook(payload: unknown, status: number): Promise<void> {
    const body = JSON.stringify(payload);
    const timestamp = String(Date.now());
    const signed = createHmac("sha256", settings.HUBSPOT_CLIENT_SECRET)
      .update(`POST${url}/hubspot${body}${timestamp}`).digest("base64");
    await post("/hubspot", body, {
      "x-hubspot-request-timestamp": timestamp,
      "x-hubspot-signature-v3": signed,
    }, status);
  }

  async function segment(path: string, body: unknown, status: number): Promise<void> {
    const authorization = `Basic ${btoa(`${settings.SEGMENT_WRITE_KEY}:`)}`;
    await post(`/v1/${path}`, body, { authorization }, status);
  }

  it("prints no secret and nobody's address, whatever HubSpot says back", () => {
    const { output } = hubline;
    assert.match(output, /Refused for /, "HubSpot's own words have to be among what is printed");
    assertSilent([{ where: "what start printed", text: output }], [...secrets, ...addresses]);
  });

  it("prints lines alone, each of which begins with a word of its own", () => {
    const controls = [...hubline.output].filter((one) => /[^\P{Cc}\n]/u.test(one));
    assert.deepEqual(controls, []);
    assert.match(hubline.output, /delivered +pe1_x forged-/);
    assert.ok(!/^200 POST \/forged/m.test(hubline.output));
  });

  it("answers nobody with a secret", () => {
    assert.ok(answers.length > 60, `${answers.length} answers`);
    assertSilent(answers, secrets);
  });

  it("answers with nobody's address but the one that was asked with", () => {
    for (const { asked, ...answer } of answers) {
      // Whoever asks looks at the list, which leads to each event by its id.
      const own = asked.startsWith("/deliveries") ? people.id : asked;
      assertSilent([answer], addresses.filter(({ text }) => !own.includes(text)));
    }
  });

  it("keeps no secret on disk", () => {
    const files = readdirSync(workplace.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    assert.ok(files.some((file) => file.endsWith("hubline.db")), String(files));
    const written = files.map((where) => ({ where, text: readFileSync(where, "latin1") }));
    assertSilent(written, secrets);
    // What is looked through holds what was sent, so that a secret would be found.
    assert.throws(() => assertSilent(written, addresses));
  });
});

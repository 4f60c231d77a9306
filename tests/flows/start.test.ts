import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { signGitHub } from "../../src/sources/github.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";
import { Workplace } from "../support/hubline_process.ts";

const secret = "a secret of the webhook".replaceAll(" ", "-");
let workplace: Workplace;

beforeEach(() => void (workplace = new Workplace()));
afterEach(() => workplace.close());

async function deliver(url: string, signWith = secret): Promise<{ status: number; ids: string[] }> {
  const body = JSON.stringify(mergedPullRequest());
  const response = await fetch(`${url}/github`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-event": "pull_request",
      "x-hub-signature-256": await signGitHub(signWith, body),
    },
  });
  const { ids = [] } = await response.json();
  return { status: response.status, ids };
}

function cardsOf(page: string): number {
  return page.split("https://github.com/hubline/timeline/pull/7").length - 1;
}

describe("deno task start without a HubSpot token", () => {
  it("shows a delivered pull request on its author's timeline, once, and refuses a wrong secret", async () => {
    writeFileSync(
      join(workplace.folder, "hubline.yml"),
      "people:\n  octocat: octocat@example.com\n",
    );
    const hubline = workplace.start({ GITHUB_WEBHOOK_SECRET: secret });
    const url = await hubline.url();
    const [, pageUrl = ""] = await hubline.printed(/timeline page: (\S+)/);

    const first = await deliver(url);
    assert.equal(first.status, 202);
    await hubline.printed(/delivered pe0_activity/);
    const page = await (await fetch(pageUrl)).text();
    assert.match(page, /octocat@example\.com/);
    assert.match(page, /Add a timeline/);
    assert.equal(cardsOf(page), 1);

    assert.deepEqual(await deliver(url), first);
    assert.equal(cardsOf(await (await fetch(pageUrl)).text()), 1);

    assert.equal((await deliver(url, "another secret")).status, 401);
    assert.ok(existsSync(join(workplace.folder, "data", "hubline.db")));
    assert.equal(await hubline.end("SIGTERM"), 0);
    assert.doesNotMatch(hubline.output, /octocat@example\.com/);

    // The next Local HubSpot has nothing yet.
    const next = workplace.start({ GITHUB_WEBHOOK_SECRET: secret });
    assert.deepEqual(await deliver(await next.url()), first);
    await next.printed(/delivered pe0_activity/);
    assert.equal(await next.end("SIGTERM"), 0);
  });

  it("shows a delivery again that comes again after a reset of Local HubSpot", async () => {
    writeFileSync(
      join(workplace.folder, "hubline.yml"),
      "people:\n  octocat: octocat@example.com\n",
    );
    const hubline = workplace.start({ GITHUB_WEBHOOK_SECRET: secret });
    const url = await hubline.url();
    const [, pageUrl = ""] = await hubline.printed(/timeline page: (\S+)/);
    assert.equal((await deliver(url)).status, 202);
    await hubline.printed(/delivered pe0_activity/);
    assert.equal((await fetch(`${pageUrl}_local/reset`, { method: "POST" })).status, 204);
    assert.equal(cardsOf(await (await fetch(pageUrl)).text()), 0);
    assert.equal((await deliver(url)).status, 202);
    await hubline.printed(/delivered pe0_activity[^]*delivered pe0_activity/);
    assert.equal(cardsOf(await (await fetch(pageUrl)).text()), 1);
  });

  it("makes up the secrets that are missing, prints them, and prints a curl line that works", async () => {
    const hubline = workplace.start();
    await hubline.url();
    const [, madeUp = ""] = await hubline.printed(
      /\/github, secret (\S+) \(made up for this run\)/,
    );
    const [, url = "", authorization = "", body = ""] = await hubline.printed(
      /curl -sS (\S+) -H "Authorization: ([^"]+)" \\\n +-H "Content-Type: application\/json" -d '([^']+)'/,
    );
    const response = await fetch(url, { method: "POST", body, headers: { authorization } });
    assert.equal(response.status, 202);
    await hubline.printed(/delivered pe0_signed_up/);
    assert.equal((await deliver(await hubline.url(), madeUp)).status, 200);
    await hubline.printed(/Configuration: none \(there is no hubline\.yml in this folder\)/);
    assert.equal(await hubline.end("SIGINT"), 0);
  });

  it("shows on its page, behind the password that it made up, what became of an event", async () => {
    const hubline = workplace.start({ HUBLINE_METRICS_TOKEN: "0123456789abcdef" });
    const url = await hubline.url();
    const [, page = "", password = ""] = await hubline.printed(
      /Deliveries: (\S+), password (\S+) \(made up for this run\)/,
    );
    const [, token = ""] = await hubline.printed(/Authorization: Bearer ([^"]+)"/);
    const response = await fetch(`${url}/events`, {
      method: "POST",
      body: JSON.stringify({ eventName: "pe0_x", email: "grace@example.com", properties: {} }),
      headers: { authorization: `Bearer ${token}`, prefer: "wait=20" },
    });
    assert.equal(response.headers.get("preference-applied"), "wait=20");
    const { ids: [id], receipts } = await response.json();
    assert.equal(receipts[0].outcome, "delivered");

    const signedIn = await fetch(`${page}/login`, {
      method: "POST",
      body: new URLSearchParams({ password }),
      headers: { origin: url },
      redirect: "manual",
    });
    assert.equal(signedIn.status, 303);
    const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
    const text = await (await fetch(page, { headers: { cookie } })).text();
    assert.ok(text.includes(id));
    assert.match(text, /Delivered<\/span>/);
    const metrics = await fetch(`${url}/metrics`, {
      headers: { authorization: "Bearer 0123456789abcdef" },
    });
    const counted = await metrics.text();
    assert.match(counted, /^hubline_events_settled_total\{state="delivered"\} 1$/m);
    assert.match(counted, /^hubline_limiter_window_used\{limit="custom_events"\} [01]$/m);
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
    assert.equal(await hubline.end("SIGTERM"), 0);
    assert.doesNotMatch(hubline.output, /grace@example\.com/);
  });

  it("answers at the address that it prints first, with links that lead somewhere", async () => {
    const hubline = workplace.start({});
    const url = await hubline.url();
    const response = await fetch(`${url}/`);
    assert.equal(response.status, 200);
    const page = await response.text();
    const links = [...page.matchAll(/<li><a href="([^"]+)"/g)].map(([, href = ""]) => href);
    assert.ok(links.includes("/deliveries"));
    for (const href of links) {
      const { status, body } = await fetch(new URL(href, url));
      await body?.cancel();
      assert.equal(status, 200, href);
    }
    assert.ok(!page.includes("/github"), "Nobody need know who sends here");
  });

  it("says which configuration it read", async () => {
    const rules = "rules:\n  - send: { eventName: pe1_x, properties: {} }\n";
    writeFileSync(join(workplace.folder, "own.yml"), `people: { a: a@example.com }\n${rules}`);
    const hubline = workplace.start({ HUBLINE_CONFIG: "own.yml" });
    await hubline.printed(/Configuration: own\.yml \(1 person, 1 rule\)/);
  });

  it("takes a signal that comes twice at once, as a terminal sends it, for one", async () => {
    const hubline = workplace.start();
    await hubline.url();
    hubline.signal("SIGINT");
    assert.equal(await hubline.end("SIGINT"), 0);
  });
});

describe("deno task start with a HubSpot token", () => {
  const HUBSPOT_ACCESS_TOKEN = "pat-na1-canary";

  it("keeps closed the routes whose secrets are missing, and says so", async () => {
    const hubline = workplace.start({ HUBSPOT_ACCESS_TOKEN });
    const url = await hubline.url();
    await hubline.printed(
      /\/github is closed: set GITHUB_WEBHOOK_SECRET[^]*\/events is closed: set HUBLINE_EVENTS_TOKEN/,
    );
    await hubline.printed(
      /Closed until a variable is set: \/v1 \(SEGMENT_WRITE_KEY\), \/cloudevents .*, \/webhooks .*, \/hubspot/,
    );
    for (
      const path of ["/github", "/events", "/v1/track", "/cloudevents", "/webhooks", "/hubspot"]
    ) {
      assert.equal((await fetch(url + path, { method: "POST" })).status, 404);
    }
    assert.equal(await hubline.end("SIGTERM"), 0);
    assert.doesNotMatch(hubline.output, /canary|Local HubSpot/);
  });

  for (
    const [path, variable] of [
      ["/github", "GITHUB_WEBHOOK_SECRET"],
      ["/cloudevents", "CLOUDEVENTS_TOKEN"],
      ["/v1", "SEGMENT_WRITE_KEY"],
    ] as const
  ) {
    it(`does not start where nothing says what the activities of ${path} become`, async () => {
      const hubline = workplace.start({ HUBSPOT_ACCESS_TOKEN, [variable]: secret });
      assert.equal(await hubline.exited(), 1);
      assert.match(
        hubline.output,
        /Cannot start:\nHUBLINE_EVENT_NAME: Expected the full name of a custom event/,
      );
      assert.ok(hubline.output.includes(`${variable} opens ${path}, and neither`));
    });
  }
});

describe("deno task start with a sender whose secret has a name like ours", () => {
  it("opens its route", async () => {
    writeFileSync(
      join(workplace.folder, "hubline.yml"),
      "webhooks: [{ name: shop, secretEnv: HUBLINE_SHOP_SECRET }]\n",
    );
    const hubline = workplace.start({
      HUBLINE_SHOP_SECRET: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    });
    await hubline.printed(/^Webhooks of shop: .*, secret as in HUBLINE_SHOP_SECRET$/m);
    assert.equal(await hubline.end("SIGTERM"), 0);
  });
});

describe("deno task start with settings that cannot be used", () => {
  const table: [string, Record<string, string>, RegExp][] = [
    [
      "a wrong port",
      { PORT: "http" },
      /^Cannot start:\nPORT: Expected a port from 0 to 65535, found "http"$/m,
    ],
    [
      "a misspelt name, with which events would stay in Local HubSpot",
      { HUBSPOT_ACCESS_TOKN: "pat-na1-canary" },
      /^HUBSPOT_ACCESS_TOKN: Expected no variable of this name; did you mean HUBSPOT_ACCESS_TOKEN\?$/m,
    ],
    [
      "a file that is not there",
      { HUBLINE_CONFIG: "no.yml" },
      /^HUBLINE_CONFIG: Cannot read no\.yml: there is no such file$/m,
    ],
    [
      "a file that is wrong",
      { HUBLINE_CONFIG: "bad.yml" },
      /^Cannot read bad\.yml:1:14: people\.x: Expected an e-mail/m,
    ],
    [
      "a file that names what GitHub never tells",
      { HUBLINE_CONFIG: "types.yml" },
      /^Cannot read types\.yml:1:19: github\.types\.0: Expected an activity type, .*, found "github\.nothing", which fits none$/m,
    ],
    [
      "a file with a path that is taken",
      { HUBLINE_CONFIG: "taken.yml", SHOP_SECRET: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD" },
      /^HUBLINE_CONFIG: Cannot make a forwarder: \/github is taken twice$/m,
    ],
    [
      "a webhook's secret that is none",
      { WEBHOOK_SECRET: "whsec_canary-canary" },
      /^WEBHOOK_SECRET: Cannot make the Standard Webhooks source: secret must be Base64, with or without whsec_ before it$/m,
    ],
    ["a database that is none", { HUBLINE_DB: "bad.yml" }, /^HUBLINE_DB: .*not a database/m],
    [
      "a folder for a file",
      { HUBLINE_CONFIG: "." },
      /^HUBLINE_CONFIG: Cannot read \.: it is a folder$/m,
    ],
    [
      "an interface that is not there",
      { HOST: "203.0.113.1" },
      /^HOST: Cannot listen on 203\.0\.113\.1:/m,
    ],
  ];
  for (const [what, environment, message] of table) {
    it(`ends with 1 and names the variable and the rule for ${what}`, async () => {
      const write = (name: string, text: string) =>
        writeFileSync(join(workplace.folder, name), text);
      write("bad.yml", "people: { x: y }\n");
      write("types.yml", "github: { types: [github.nothing] }\n");
      write("taken.yml", "webhooks: [{ name: shop, secretEnv: SHOP_SECRET, path: /github }]\n");
      if (environment.HUBLINE_DB !== undefined) {
        write("bad.yml", "no database ".repeat(1_000));
      }
      const hubline = workplace.start(environment);
      assert.equal(await hubline.exited(), 1);
      assert.match(hubline.output, message);
      assert.doesNotMatch(hubline.output, /canary/);
    });
  }
});

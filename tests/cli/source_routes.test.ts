import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultMapping, type Resolver } from "../../mod.ts";
import { readSettings } from "../../src/cli/settings.ts";
import { sourceRoutes } from "../../src/cli/source_routes.ts";
import { webhookSenders } from "../../src/cli/webhook_senders.ts";
import { parseConfig } from "../../src/mapping/config.ts";
import { addressBookInMemory } from "../../src/sources/segment.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";

const environment = {
  GITHUB_WEBHOOK_SECRET: "the-secret-of-the-webhook",
  CLOUDEVENTS_TOKEN: "the-token-of-cloudevents",
  WEBHOOK_SECRET: "whsec_C2FVsBQIhrscChlQIMV",
  SHOP_SECRET: "whsec_C2FVsBQIhrscChlQIMV",
  HUBSPOT_CLIENT_SECRET: "the-secret-of-the-app",
  SEGMENT_WRITE_KEY: "a-write-key",
};

const resolver: Resolver = {
  resolve: (activities) =>
    Promise.resolve({ activities: [...activities], unresolved: [], requests: 0 }),
};

function routesFor(file: string, own: Record<string, string> = environment) {
  const settings = readSettings(own);
  const config = parseConfig(file, "hubline.yml");
  return sourceRoutes({
    settings,
    config,
    senders: webhookSenders(settings, { configs: config.webhooks ?? [], environment: own }),
    addresses: addressBookInMemory(),
    resolver,
    mappingFor: () => defaultMapping({ eventName: "pe1_activity" }),
  });
}

/** What the source at a path makes of a body, its signature aside. */
async function parsed(
  file: string,
  { path, body, headers = {} }: { path: string; body: unknown; headers?: Record<string, string> },
) {
  const route = (await routesFor(file)).find((one) => one.path === path);
  assert.ok(route !== undefined, `${path} is open`);
  return await route.source.parse({
    method: "POST",
    url: `http://localhost${path}`,
    headers: new Headers(headers),
    body: new TextEncoder().encode(JSON.stringify(body)),
    receivedAt: new Date("2026-11-20T12:00:00Z"),
  });
}

describe("sourceRoutes", () => {
  it("opens a route for each secret that is set, and none without", async () => {
    const file = "webhooks: [{ name: shop, secretEnv: SHOP_SECRET }]";
    const paths = async (own: Record<string, string>) =>
      (await routesFor(file, own)).map(({ path }) => path);
    assert.deepEqual(await paths(environment), [
      "/github",
      "/cloudevents",
      "/webhooks",
      "/webhooks/shop",
      "/hubspot",
      "/v1",
    ]);
    assert.deepEqual(await paths({}), []);
    assert.deepEqual(await paths({ SHOP_SECRET: environment.SHOP_SECRET }), ["/webhooks/shop"]);
  });

  it("looks up GitHub's people and nobody else's", async () => {
    const routes = await routesFor("people: { octocat: octocat@example.com }");
    const looking = routes.filter((route) => route.resolver !== undefined);
    assert.deepEqual(looking.map(({ path }) => path), ["/github"]);
  });

  it("knows nobody of Segment's by a login: a userId of the same letters is somebody else", async () => {
    const routes = await routesFor("people: { octocat: octocat@example.com }");
    const known = routes.filter(({ people }) => people?.octocat === "octocat@example.com");
    assert.deepEqual(
      routes.filter((route) => !known.includes(route)).map(({ path, people }) => [path, people]),
      [["/v1", {}]],
    );
  });

  it("hands the options of the file to each source", async () => {
    const github = await parsed("github: { excludePeople: [OCTO*] }", {
      path: "/github",
      body: mergedPullRequest(),
      headers: { "x-github-event": "pull_request" },
    });
    assert.deepEqual(github.skipped.map(({ reason }) => reason), ["excluded"]);

    const cloudEvent = { specversion: "1.0", id: "1", source: "/x", type: "t", data: { by: "7" } };
    const cloudevents = await parsed("cloudevents: { actor: { login: data.by } }", {
      path: "/cloudevents",
      body: cloudEvent,
      headers: { "content-type": "application/cloudevents+json" },
    });
    assert.equal(cloudevents.activities[0]?.actor.login, "7");

    const workflow = await parsed("hubspot: { workflow: { subject: { title: told } } }", {
      path: "/hubspot",
      body: { told: "Renewed" },
    });
    assert.equal(workflow.activities[0]?.subject.title, "Renewed");

    const segment = await parsed("segment: { include: [identify] }", {
      path: "/v1",
      body: { type: "identify", userId: "u1", messageId: "m1" },
    });
    assert.deepEqual(segment.activities.map(({ type }) => type), ["segment.identify"]);
  });

  it("leaves out whoever has by the file an address that the file leaves out", async () => {
    const file = "people: { Octocat: mona@Hubline.example }\n" +
      "github: { excludePeople: ['*@hubline.EXAMPLE'] }\n";
    const headers = { "x-github-event": "pull_request" };
    const skippedOf = async (login: string) => {
      const body = mergedPullRequest({ login });
      const { skipped } = await parsed(file, { path: "/github", body, headers });
      return skipped.map(({ reason }) => reason);
    };
    assert.deepEqual(await skippedOf("octocat"), ["excluded"]);
    assert.deepEqual(await skippedOf("hubot"), []);
  });

  it("takes HubSpot's older signatures and CloudEvents' origins where the file says so", async () => {
    const older = new Headers({
      "x-hubspot-signature": "0".repeat(64),
      "x-hubspot-signature-version": "v2",
    });
    const asking = new Headers({ "webhook-request-origin": "eventgrid.azure.net" });
    const find = async (file: string, path: string) =>
      (await routesFor(file)).find((one) => one.path === path)?.source;
    const strict = await find("", "/hubspot");
    assert.throws(() => strict?.admit?.(older), { code: "unauthorized" });
    const open = await find("hubspot: { olderSignatures: [v2] }", "/hubspot");
    assert.doesNotThrow(() => open?.admit?.(older));
    assert.equal((await find("", "/cloudevents"))?.permit?.(asking), undefined);
    const allowing = await find("cloudevents: { allowedOrigins: ['*.azure.net'] }", "/cloudevents");
    assert.equal(allowing?.permit?.(asking)?.["webhook-allowed-origin"], "eventgrid.azure.net");
  });

  const refused: [what: string, file: string, own: Record<string, string>, message: RegExp][] = [
    [
      "types that GitHub never tells, by the file's variable",
      "github: { types: [github.nothing] }",
      {},
      /^HUBLINE_CONFIG: Cannot choose GitHub's activities: no activity type matches/,
    ],
    [
      "a secret that is none, by its own variable",
      "webhooks: [{ name: shop, secretEnv: SHOP_SECRET }]",
      { SHOP_SECRET: "whsec_canary-canary" },
      /^SHOP_SECRET: Cannot make the Standard Webhooks source: secret must be Base64, [^y]*$/,
    ],
  ];
  for (const [what, file, own, message] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(routesFor(file, { ...environment, ...own }), {
        name: "SettingsError",
        message,
      });
    });
  }
});

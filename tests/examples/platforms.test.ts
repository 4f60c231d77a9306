/**
 * Starts every example as its README says, on its own runtime, with the library as npm gets it, and sends it a signed
 * delivery of GitHub's, which has to reach Local HubSpot. Deno runs this file; `deno task test examples` does so.
 *
 * @module
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { type RunningLocalHubSpot, startLocalHubSpot } from "../../src/local/mod.ts";
import { signGitHub } from "../../src/sources/github.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";
import { PostgresServer } from "../support/postgres.ts";
import { PostgresOverTcp } from "./tcp.ts";
import { curlIn, environmentIn, readmeOf, webhookSecret } from "./readme.ts";
import { type Example, examples, Workplace } from "./workplace.ts";

/** Largest size of the Worker, compressed, in bytes. */
const workerBytes = 60_000;

/** Nothing waits for it unless something is broken. */
const patienceMs = 60_000;

let workplace: Workplace;
let hubspot: RunningLocalHubSpot;
let node: string;

before(async () => {
  workplace = await Workplace.make();
  hubspot = await startLocalHubSpot({ port: 0 });
  node = workplace.runtimes.node;
});

after(async () => {
  await workplace.close();
  await hubspot.close();
});

/** The variables that the README sets, with Local HubSpot where it is here, and others of the test's. */
function environmentOf(example: Example, own: Record<string, string> = {}): Record<string, string> {
  return { ...environmentIn(readmeOf(example)), HUBSPOT_BASE_URL: hubspot.url, ...own };
}

/** The same, in the file that the README writes. */
function writeEnvironment(example: Example, own: Record<string, string> = {}): void {
  const variables = Object.entries(environmentOf(example, own));
  const lines = variables.map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(workplace.path(example, ".env"), lines.join(""));
}

/** Resolves with the types of events on the timeline of an address, once there are so many. */
async function timelineOf(email: string, count: number): Promise<string[]> {
  const types = () => {
    const contact = hubspot.contacts().find((one) => one.email === email);
    return hubspot.events().filter((event) => event.contactId === contact?.id)
      .map(({ type }) => type);
  };
  await new Promise<void>((resolve, reject) => {
    const end = hubspot.onEvent(() => look());
    const deadline = setTimeout(() => reject(new Error(`No event for ${email}`)), patienceMs);
    const look = () => {
      if (types().length < count) return;
      clearTimeout(deadline);
      end();
      resolve();
    };
    look();
  });
  return types();
}

/** Sends what the README has curl send, and a delivery of GitHub's, signed well and badly. */
async function sendTo(example: Example, url: string): Promise<unknown[]> {
  const { path, init } = curlIn(readmeOf(example), environmentOf(example));
  hubspot.reset();
  const own = await fetch(`${url}${path}`, init);
  assert.equal(own.status, 202);
  const deliver = async (secret: string) => {
    const body = JSON.stringify(mergedPullRequest());
    return await fetch(`${url}/github`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-github-event": "pull_request",
        "x-hub-signature-256": await signGitHub(secret, body),
      },
      body,
    });
  };
  const refused = await deliver("the secret of somebody else");
  assert.equal(refused.status, 401);
  await refused.body?.cancel();
  const taken = await deliver(webhookSecret);
  assert.equal(taken.status, 202);
  assert.deepEqual(await timelineOf("ada@example.com", 1), ["pe0_signed_up"]);
  assert.deepEqual(await timelineOf("octocat@example.com", 1), ["pe0_github_activity"]);
  return [await own.json(), await taken.json()];
}

describe("cloudflare-workers", () => {
  const wrangler = (...args: string[]) => ({
    args: [workplace.tool("wrangler/bin/wrangler.js"), ...args],
  });

  it("is typed, is ready to be deployed, and is small", async () => {
    writeEnvironment("cloudflare-workers");
    const folder = workplace.path("cloudflare-workers");
    await workplace.run(node, wrangler("types"), folder);
    await checkTypes("cloudflare-workers");
    const output = await workplace.run(
      node,
      wrangler("deploy", "--dry-run", "--outdir", "dist"),
      folder,
    );
    assert.match(output, /env\.OUTBOX \(TimelineOutbox\)\s+Durable Object/);
    assert.match(output, /env\.EVENTS \(hubline-events\)\s+Queue/);
    const bundle = readFileSync(workplace.path("cloudflare-workers", "dist/worker.js"));
    const { length } = gzipSync(bundle, { level: 9 });
    console.log(`The Worker of the example: ${length} bytes compressed, ${bundle.length} as it is`);
    assert.ok(length <= workerBytes, `${length} bytes are more than ${workerBytes}`);
  });

  it("takes events to HubSpot in workerd, through its queue, and its cron goes well", async () => {
    const worker = workplace.start(
      node,
      wrangler("dev", "--ip=127.0.0.1", "--port=0", "--inspector-port=0"),
      workplace.path("cloudflare-workers"),
    );
    const url = await worker.printed(/Ready on (http\S+)/);
    await sendTo("cloudflare-workers", url);
    const cron = await fetch(`${url}/cdn-cgi/handler/scheduled`);
    assert.equal(await cron.text(), "ok");
    await worker.end();
  });
});

/** Has a Postgres of their own for the tests of a suite: what others have delivered is not delivered again. */
function keepPostgres(): () => string {
  let server: PostgresServer;
  let tcp: PostgresOverTcp;
  before(async () => {
    server = await PostgresServer.start();
    tcp = await PostgresOverTcp.listen(server.url);
  });
  after(async () => {
    tcp.close();
    await server.stop();
  });
  return () => tcp.url;
}

describe("node", () => {
  const database = keepPostgres();

  it("is typed", () => checkTypes("node"));

  it("takes events to HubSpot through Postgres, and ends well at SIGTERM", async () => {
    const [, command = ""] = /^CMD (\[.*\])$/m.exec(
      readFileSync(workplace.path("node", "Dockerfile"), "utf8"),
    ) ?? [];
    const [program, ...args] = JSON.parse(command);
    assert.equal(program, "node");
    const env = environmentOf("node", { DATABASE_URL: database(), PORT: "0" });
    const started = workplace.start(node, { args, env }, workplace.path("node"));
    await sendTo("node", await started.printed(/listens on (http\S+)/));
    assert.equal(await started.end(), 0, started.output);
  });
});

describe("bun", () => {
  it("is typed", () => checkTypes("bun"));

  it("takes events to HubSpot through SQLite, and ends well at SIGTERM", async () => {
    writeEnvironment("bun");
    const { bun } = workplace.runtimes;
    const start = { args: ["main.ts"], env: { PORT: "0" } };
    const started = workplace.start(bun, start, workplace.path("bun"));
    await sendTo("bun", await started.printed(/listens on (http\S+)/));
    assert.equal(await started.end(), 0, started.output);
    assert.ok(readdirSync(workplace.path("bun")).includes("hubline.db"));
  });
});

describe("deno-deploy", () => {
  const database = keepPostgres();

  it("is typed, and takes events to HubSpot through Postgres", async () => {
    writeEnvironment("deno-deploy", { DATABASE_URL: database() });
    const folder = workplace.path("deno-deploy");
    await workplace.run(process.execPath, { args: ["check", "main.ts"] }, folder);
    // Deno's own variable for where to listen.
    const start = { args: ["task", "start"], env: { DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0" } };
    const started = workplace.start(process.execPath, start, folder);
    await sendTo("deno-deploy", await started.printed(/Listening on (http\S+?)\/?\s/));
    await started.end();
  });
});

describe("vercel-edge", () => {
  it("is typed", () => checkTypes("vercel-edge"));

  it("takes events to HubSpot in Vercel's edge-runtime, and answers with the receipts", async () => {
    const folder = workplace.path("vercel-edge");
    // Vercel calls the default export; edge-runtime alone has the event that it came from.
    writeFileSync(
      workplace.path("vercel-edge", "entry.ts"),
      `import handler from "./api/hubline.ts";
       addEventListener("fetch", (event) => event.respondWith(handler(event.request)));`,
    );
    const bundling = ["--bundle", "--conditions=edge-light,browser", "--outfile=bundle.js"];
    const esbuild = workplace.tool("esbuild/bin/esbuild");
    await workplace.run(node, { args: [esbuild, "entry.ts", ...bundling] }, folder);
    const server = new URL("./edge_server.mjs", import.meta.url).pathname;
    const started = workplace.start(node, {
      args: [server, workplace.tool(""), "bundle.js"],
      env: environmentOf("vercel-edge"),
    }, folder);
    const answers = await sendTo("vercel-edge", await started.printed(/Listens on (http\S+)/));
    for (const answer of answers) {
      assert.partialDeepStrictEqual(answer, { receipts: [{ outcome: "delivered" }] });
    }
  });
});

describe("library", () => {
  it("is typed", () => checkTypes("library"));

  const permissions = ["run", "--allow-env", "--allow-net", "--allow-read"];
  const runtimes: [name: string, program: () => string, args: string[]][] = [
    ["Deno", () => process.execPath, permissions],
    ["Node", () => node, []],
    ["Bun", () => workplace.runtimes.bun, []],
  ];
  for (const [name, program, args] of runtimes) {
    it(`sends an event, and a file line by line, on ${name}`, async () => {
      hubspot.reset();
      const env = { HUBSPOT_ACCESS_TOKEN: "local", HUBSPOT_BASE_URL: hubspot.url };
      const folder = workplace.path("library");
      const first = { args: [...args, "first_send.ts"], env };
      assert.match(await workplace.run(program(), first, folder), /^delivered$/m);
      const csv = workplace.start(program(), { args: [...args, "send_csv.ts"], env }, folder);
      assert.equal(await csv.exited(), 1, csv.output);
      const receipts = csv.output.trimEnd().split("\n").map((line) => JSON.parse(line));
      assert.deepEqual(receipts.map(({ line, outcome }) => [line, outcome]).sort(), [
        [2, "delivered"],
        [3, "delivered"],
        [4, "rejected"],
      ]);
      assert.equal(hubspot.events().length, 3);
    });
  }

  it("exits with 1 where HubSpot takes nothing", async () => {
    const env = { HUBSPOT_ACCESS_TOKEN: "local", HUBSPOT_BASE_URL: `${hubspot.url}/nothing` };
    const first = workplace.start(
      node,
      { args: ["first_send.ts"], env },
      workplace.path("library"),
    );
    assert.equal(await first.exited(), 1, first.output);
  });
});

async function checkTypes(example: Example): Promise<void> {
  const tsc = workplace.tool("typescript/bin/tsc");
  const types = ["--typeRoots", workplace.tool("@types")];
  await workplace.run(node, { args: [tsc, ...types] }, workplace.path(example));
}

it("every folder of examples is started here, but for the workflows of the Action", () => {
  const folders = readdirSync(new URL("../../examples", import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory()).map(({ name }) => name);
  assert.deepEqual(folders.filter((name) => name !== "workflows").sort(), [...examples].sort());
});

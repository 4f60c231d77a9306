import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { listen, type Listener } from "../../src/local/listen.ts";
import { createLocalHubSpot, type LocalHubSpot } from "../../src/local/mod.ts";
import { signGitHub } from "../../src/sources/github.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";
import { type HublineProcess, Workplace } from "../support/hubline_process.ts";

const secret = "the-secret-of-the-webhook";

/** A Local HubSpot whose answers, or whose rules, can be held up until the test lets them go. */
class SlowHubSpot {
  readonly hubSpot: LocalHubSpot = createLocalHubSpot();
  /** Resolves when the first request has arrived. */
  readonly arrived: Promise<void>;
  /** Lets everything through that is held, and all that comes later. */
  release = () => {};
  #arrive = () => {};
  readonly #released: Promise<void>;
  readonly #hold: "request" | "answer";

  constructor(hold: "request" | "answer") {
    this.#hold = hold;
    this.arrived = new Promise((resolve) => this.#arrive = resolve);
    this.#released = new Promise((resolve) => this.release = resolve);
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    if (this.#hold === "request") {
      this.#arrive();
      await this.#released;
      return await this.hubSpot.fetch(request);
    }
    const answer = await this.hubSpot.fetch(request);
    this.#arrive();
    await this.#released;
    return answer;
  };
}

describe("kill -9 between the 202 and the delivery", () => {
  let workplace: Workplace;
  let listener: Listener;

  beforeEach(() => {
    workplace = new Workplace();
    writeFileSync(
      join(workplace.folder, "hubline.yml"),
      "people:\n  octocat: octocat@example.com\n",
    );
  });

  afterEach(async () => {
    await workplace.close();
    await listener.close(0);
  });

  function start(): HublineProcess {
    return workplace.start({
      HUBSPOT_ACCESS_TOKEN: "pat-na1-test",
      HUBSPOT_BASE_URL: listener.url,
      HUBLINE_EVENT_NAME: "pe1_github_activity",
      GITHUB_WEBHOOK_SECRET: secret,
    });
  }

  async function deliver(hubline: HublineProcess): Promise<number> {
    const body = JSON.stringify(mergedPullRequest());
    const response = await fetch(`${await hubline.url()}/github`, {
      method: "POST",
      body,
      headers: {
        "x-github-event": "pull_request",
        "x-hub-signature-256": await signGitHub(secret, body),
      },
    });
    await response.body?.cancel();
    return response.status;
  }

  for (const hold of ["request", "answer"] as const) {
    it(`loses and doubles nothing where HubSpot is slow with the ${hold}`, async () => {
      const slow = new SlowHubSpot(hold);
      listener = await listen(slow.fetch, { host: "127.0.0.1", port: 0 });
      const first = start();
      assert.equal(await deliver(first), 202);
      await slow.arrived;
      await first.end("SIGKILL");
      slow.release();
      const second = start();
      await second.printed(/(delivered|duplicate) pe1_github_activity/);
      assert.equal(slow.hubSpot.events().length, 1);
      assert.equal(slow.hubSpot.contacts()[0]?.email, "octocat@example.com");
      assert.equal(await second.end("SIGTERM"), 0);
    });
  }

  it("is not needed: SIGTERM waits for what is in flight", async () => {
    const slow = new SlowHubSpot("request");
    listener = await listen(slow.fetch, { host: "127.0.0.1", port: 0 });
    const hubline = start();
    assert.equal(await deliver(hubline), 202);
    await slow.arrived;
    const ended = hubline.end("SIGTERM");
    await hubline.printed(/Closing/);
    slow.release();
    assert.equal(await ended, 0);
    assert.match(hubline.output, /delivered pe1_github_activity/);
    assert.equal(slow.hubSpot.events().length, 1);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hubSpotClient, type HubSpotClientOptions } from "../../src/cli/hubspot_client.ts";
import { createAccountLimiter } from "../../src/hubspot/account_limiter.ts";
import type { Fetch } from "../../src/transport/deps.ts";
import { customEvent } from "../support/events.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

const versions = { app: "v4", custom: "v3" } as const;

function start(answer: Fetch, own: Partial<HubSpotClientOptions> = {}) {
  const clock = new VirtualClock();
  const requests: string[] = [];
  const fetch: Fetch = (url, init) => {
    requests.push(`${url} ${init.headers.authorization}`);
    return answer(url, init);
  };
  const deps = { now: clock.now, sleep: clock.sleep, random: () => 0.5, fetch };
  const settings = { hubSpotUrl: "https://proxy.example", versions, accessToken: "pat-na1-token" };
  const limiter = createAccountLimiter({ deps });
  const client = hubSpotClient(settings, { limiter, deps, ...own });
  return { clock, client, requests };
}

const answered = (status: number) => Promise.resolve(new Response(null, { status }));

describe("hubSpotClient", () => {
  it("sends where the settings say, by their versions and with their token", async () => {
    const { clock, client, requests } = start(() => answered(204));
    await clock.drive(client.send(customEvent()));
    assert.deepEqual(requests, ["https://proxy.example/events/v3/send Bearer pat-na1-token"]);
  });

  it("sends to Local HubSpot where there is one", async () => {
    const localUrl = "http://127.0.0.1:8788";
    const { clock, client, requests } = start(() => answered(204), { localUrl });
    await clock.drive(client.send(customEvent()));
    assert.match(requests.join(), /^http:\/\/127\.0\.0\.1:8788\/events\/v3\/send /);
  });

  it("gives a request that hangs back after one attempt, as the outbox tries again and all else waits", async () => {
    const { clock, client, requests } = start((_, { signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason), { once: true })
      )
    );
    const startedAt = clock.now();
    await assert.rejects(clock.drive(client.send(customEvent())), {
      name: "HubSpotError",
      code: "timeout",
    });
    assert.equal(requests.length, 1);
    assert.equal(clock.now() - startedAt, 30_000);
  });

  it("tries again at once where HubSpot stumbles", async () => {
    const answers = [503, 500, 204];
    const { clock, client, requests } = start(() => answered(answers.shift() ?? 400));
    const { outcome } = await clock.drive(client.send(customEvent()));
    assert.equal(outcome, "delivered");
    assert.equal(requests.length, 3);
  });
});

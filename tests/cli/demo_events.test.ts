import index from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseEvent } from "../../mod.ts";
import { demoPeople, gitHubRequests, hubSpotRequests } from "../../src/cli/demo_events.ts";
import { githubActivities } from "../../src/sources/github.ts";

describe("the demonstration", () => {
  it("sends events of HubSpot's pages that break no rule", () => {
    const bodies = hubSpotRequests.flatMap(({ body }) =>
      typeof body === "object" && body !== null && "inputs" in body && Array.isArray(body.inputs)
        ? body.inputs
        : [body]
    );
    assert.equal(bodies.length, 5);
    for (const body of bodies) assert.partialDeepStrictEqual(parseEvent(body), { ok: true });
  });

  it("sends deliveries of GitHub's that each are an activity of somebody it knows", async () => {
    const known = Object.keys(demoPeople);
    for (const { label, gitHubEvent = "", body } of gitHubRequests(index)) {
      const receivedAt = new Date(0);
      const { activities } = await githubActivities({
        event: gitHubEvent,
        payload: body,
        receivedAt,
      });
      assert.ok(activities.length > 0, label);
      assert.ok(activities.every(({ actor }) => known.includes(actor.login ?? "")), label);
    }
  });
});

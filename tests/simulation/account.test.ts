import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { liveThroughOutage } from "./account.ts";

describe("liveThroughOutage", () => {
  it("delivers an outage's backlog with the first event that gets through, and gives nothing up", async () => {
    const figures = await liveThroughOutage({
      eventsPerDay: 24,
      days: 3,
      outage: { fromHour: 20, hours: 12 },
    });
    const { events, backlogEvents, halfDrainedHours, drainedHours, dead, requestsInVain } = figures;
    assert.ok(backlogEvents > 0 && backlogEvents < events, JSON.stringify(figures));
    // One event an hour on average, so that the first one is not far, nor is any's next attempt.
    assert.ok(drainedHours > 0 && drainedHours <= 1, JSON.stringify(figures));
    assert.ok(drainedHours - halfDrainedHours <= 0.02, JSON.stringify(figures));
    assert.equal(dead, 0);
    assert.ok(requestsInVain > 4 * backlogEvents, JSON.stringify(figures));
  });

  it("gives up what came too long before the outage ended", async () => {
    const { dead, backlogEvents } = await liveThroughOutage({
      eventsPerDay: 12,
      days: 5,
      outage: { fromHour: 20, hours: 48 },
    });
    assert.ok(dead > 0 && backlogEvents > 0);
  });
});

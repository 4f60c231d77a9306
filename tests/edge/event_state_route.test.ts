import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { delivered, failed, refused } from "../support/client_stand_in.ts";
import { appEvent, customEvent } from "../support/events.ts";
import { start, token } from "./harness.ts";
import { startJournaled } from "./journaled.ts";

async function ask(
  { forwarder }: Pick<ReturnType<typeof start>, "forwarder">,
  path: string,
  authorization = `Bearer ${token}`,
) {
  const response = await forwarder.fetch(
    new Request(`http://localhost/events/${path}`, { headers: { authorization } }),
  );
  return { status: response.status, body: await response.json() };
}

describe("GET /events/:id", () => {
  it("says where an event stands before and after its attempts", async () => {
    const hubline = startJournaled((id) => id === "good" ? delivered : failed);
    await hubline.postEvents({ inputs: [appEvent({ id: "good" }), appEvent({ id: "late" })] });
    const base = { family: "app", type: "ae1_test", received_at: "2026-11-22T12:00:00.000Z" };
    assert.deepEqual((await ask(hubline, "good")).body, {
      events: [{ ...base, id: "good", state: "waiting", attempts: 0 }],
    });
    await hubline.outbox.process(10);
    assert.deepEqual((await ask(hubline, "good")).body, {
      events: [{
        ...base,
        id: "good",
        state: "delivered",
        attempts: 1,
        settled_at: base.received_at,
      }],
    });
    assert.deepEqual((await ask(hubline, "late")).body, {
      events: [{
        ...base,
        id: "late",
        state: "waiting",
        attempts: 1,
        due_at: "2026-11-22T12:00:05.000Z",
        last_error: { at: base.received_at, code: "server_error", message: "down" },
      }],
    });
  });

  it("gives the reason of a dead letter without the address in it, and nothing of the event", async () => {
    const issues = [{ path: "email", message: "ada@example.com is no address" }];
    const message = "No to ada@example.com";
    const hubline = startJournaled(() => ({ ...refused, message, issues, status: 400 }));
    await hubline.postEvents(appEvent({ id: "dead" }));
    await hubline.outbox.process(10);
    const { status, body } = await ask(hubline, "dead");
    assert.equal(status, 200);
    assert.ok(!JSON.stringify(body).includes("ada@"));
    assert.partialDeepStrictEqual(body.events, [{
      state: "dead",
      last_error: { code: "refused", message: "No to a***@example.com", status: 400 },
    }]);
  });

  it("finds every event with the id, and ids of any spelling", async () => {
    const hubline = startJournaled(() => delivered);
    const id = "a/b c%?#\u00e4";
    await hubline.postEvents({ inputs: [appEvent({ id }), customEvent({ uuid: id })] });
    const { body } = await ask(hubline, encodeURIComponent(id));
    assert.deepEqual(body.events.map(({ family }: { family: string }) => family), [
      "app",
      "custom",
    ]);
  });

  it("answers 404 for what is unknown, 401 for a stranger, and 404 without a journal", async () => {
    const hubline = startJournaled(() => delivered);
    for (const path of ["x", "%ff", "__proto__"]) {
      assert.equal((await ask(hubline, path)).status, 404);
    }
    assert.equal((await ask(hubline, "x", "Bearer wrong")).status, 401);
    assert.equal((await ask(start(), "x")).status, 404);
    assert.equal(hubline.handled[0]?.path, "/events/:id");
  });
});

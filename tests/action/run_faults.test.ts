import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runAction } from "./action_run.ts";
import { push } from "./payloads.ts";
import { createStandIn, type StandInOptions } from "./stand_in.ts";

describe("run, where something goes wrong,", () => {
  it("fails for a rejected event, with the fix and without the address", async () => {
    const { failures, annotations, outputs } = await runAction({
      payload: push(["Add a door"]),
      inputs: { "event-name": "pe2_unknown" },
    });
    assert.deepEqual(annotations[0], {
      kind: "error",
      title: "Event rejected: refused",
      message: "No event definition for m***@example.com's <b>account</b>. Compare input " +
        "event-name, or the event and property names of the rule, with the event definition in HubSpot",
    });
    assert.deepEqual(failures, [
      "1 of 1 events did not arrive at HubSpot; with fail-on-error: false this only warns",
    ]);
    assert.equal(outputs.get("rejected"), "1");
    assert.match(outputs.get("receipts") ?? "", /"outcome":"rejected","code":"refused"/);
  });

  it("is not ok where it could not even begin", async () => {
    for (const one of [{}, { payload: push([]), inputs: { "dry-run": "maybe" } }]) {
      const { failures, outputs } = await runAction(one);
      assert.equal(failures.length, 1);
      assert.deepEqual([outputs.get("ok"), outputs.get("delivered")], ["false", "0"]);
    }
  });

  it("puts one stop behind what HubSpot said", async () => {
    const { annotations } = await runAction({
      payload: push(["Add a door"]),
      standIn: createStandIn({
        override: () => Response.json({ message: "The limit is reached." }, { status: 403 }),
      }),
      inputs: { "create-contacts": "true" },
    });
    assert.match(annotations[0]?.message ?? "", /^The limit is reached\. Give the app/);
  });

  it("only warns with fail-on-error: false", async () => {
    const { failures, annotations, outputs } = await runAction({
      payload: push(["Add a door"]),
      inputs: { "event-name": "pe2_unknown", "fail-on-error": "false" },
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(annotations.map(({ kind }) => kind), ["warning"]);
    assert.equal(outputs.get("rejected"), "1");
  });

  it("says once for all events that the token is not valid", async () => {
    const { failures, annotations, outputs } = await runAction({
      payload: push(["Add a door", "Paint it"]),
      inputs: { "hubspot-token": "pat-na1-old" },
    });
    assert.equal(outputs.get("deferred"), "2");
    assert.equal(annotations.length, 2, "One for the reason and one for the failure");
    assert.match(
      annotations[0]?.message ?? "",
      /^Cannot look up contacts: The token is not valid \(2 events\)\. Put a curr/,
    );
    assert.match(failures[0] ?? "", /^2 of 2 events did not arrive/);
  });

  it("defers what the network did not take, and keeps the address of the API", async () => {
    const urls: string[] = [];
    const { outputs, annotations } = await runAction({
      payload: push(["Add a door"]),
      inputs: { "hubspot-api-url": "https://hubspot.example/", "create-contacts": "true" },
      deps: {
        fetch(url) {
          urls.push(url);
          return Promise.reject(new TypeError("fetch failed"));
        },
      },
    });
    assert.deepEqual(new Set(urls), new Set(["https://hubspot.example/events/2026-03/send"]));
    assert.equal(outputs.get("deferred"), "1");
    assert.match(annotations[0]?.message ?? "", /Check input hubspot-api-url/);
  });

  it("fails where a rule makes an event that HubSpot's rules forbid", async () => {
    const standIn = createStandIn();
    const config = "rules: [{ send: { eventName: pe1_x, email: nobody, properties: {} } }]";
    const { failures, annotations } = await runAction({
      payload: push(["Add a door"]),
      standIn,
      inputs: { "event-name": "", config },
    });
    assert.equal(standIn.seen.length, 0);
    assert.equal(annotations[0]?.title, "Event not sent");
    assert.match(
      annotations[0]?.message ?? "",
      /Change what makes this event: a rule in input config/,
    );
    assert.match(failures[0] ?? "", /^1 of 1 events did not arrive/);
  });

  it("fails without an event", async () => {
    const { failures } = await runAction({ payload: undefined });
    assert.match(
      failures[0] ?? "",
      /^Cannot read the event: GITHUB_EVENT_PATH names \/event\.json/,
    );
  });

  it("fails for a payload of another shape", async () => {
    const { failures } = await runAction({ payload: { ref: 7 } });
    assert.match(failures[0] ?? "", /^Cannot read the payload: /);
  });

  it("passes on what no user can put right", async () => {
    const broken = runAction({
      payload: push(["Add a door"]),
      deps: {
        now() {
          throw new Error("No clock");
        },
      },
    });
    await assert.rejects(broken, { message: "No clock" });
  });

  const answers: readonly [status: number, headers: Record<string, string>, message: RegExp][] = [
    [401, {}, /Put a current access token .* behind input hubspot-token$/],
    [403, {}, /custom events need analytics\.behavioral_events\.send$/],
    [404, {}, /./],
    [429, { "retry-after": "1" }, /HubSpot's limit is used up; run the job again later/],
    [500, {}, /HubSpot has trouble; run the job again later/],
    [502, {}, /HubSpot has trouble; run the job again later/],
    [503, { "retry-after": "3600" }, /HubSpot has trouble; run the job again later/],
  ];
  for (const [status, headers, message] of answers) {
    it(`says for ${status} what to do, and never asks more often than retries allows`, async () => {
      let requests = 0;
      const standIn = createStandIn({
        override(path) {
          if (!path.startsWith("/events/")) return undefined;
          requests++;
          return Response.json({ message: "No" }, { status, headers });
        },
      });
      const { annotations, failures, outputs, lines } = await runAction({
        payload: push(["Add a door"]),
        standIn,
        inputs: { retries: "2" },
      });
      assert.match(annotations[0]?.message ?? "", message);
      assert.equal(failures.length, 1);
      assert.equal(outputs.get("ok"), "false");
      assert.ok(requests <= 3, `${requests} requests`);
      const retries = lines.filter((line) =>
        line.startsWith("HubSpot, send custom events, attempt ")
      );
      assert.equal(retries.length, requests - 1);
    });
  }

  it("asks once with retries: 0", async () => {
    let requests = 0;
    const standIn = createStandIn({
      override: (path) =>
        path.startsWith("/events/") && ++requests > 0
          ? Response.json({}, { status: 500 })
          : undefined,
    });
    await runAction({
      payload: push(["Add a door"]),
      standIn,
      inputs: { retries: "0" },
    });
    assert.equal(requests, 1);
  });

  it("defers what is not sent when the step's time is over", async () => {
    const { annotations, outputs } = await runAction({
      payload: push(["Add a door"]),
      inputs: { timeout: "10" },
      deps: {
        // The network never answers; the step's ten seconds are over at once, and an attempt's thirty are not.
        fetch: (_url, { signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener("abort", () => reject(new Error("aborted")));
          }),
        sleep: (ms) => ms === 10_000 ? Promise.resolve() : new Promise(() => {}),
      },
    });
    assert.equal(outputs.get("deferred"), "1");
    assert.match(annotations[0]?.message ?? "", /Raise input timeout, or run the job again/);
  });

  const scope: StandInOptions = { lacksContactScope: true };

  it("explains both ways out where the scope for contacts is missing", async () => {
    const { annotations, failures, outputs, lines, summary } = await runAction({
      payload: push(["Add a door"]),
      standIn: createStandIn(scope),
    });
    assert.equal(outputs.get("deferred"), "1");
    // Once in the log, with the annotation, and once in the summary.
    for (const text of [annotations[0]?.message ?? "", lines.join("\n"), summary]) {
      assert.equal(text.split("crm.objects.contacts.read").length, 2, text);
    }
    assert.equal(annotations[0]?.title, "Event deferred: forbidden");
    assert.match(
      annotations[0]?.message ?? "",
      /Give the app behind input hubspot-token the scope crm\.objects\.contacts\.read, .* or set create-contacts: true/,
    );
    assert.equal(failures.length, 1);
  });

  it("needs no such scope with create-contacts: true", async () => {
    const { outputs } = await runAction({
      payload: push(["Add a door"]),
      standIn: createStandIn(scope),
      inputs: { "create-contacts": "true" },
    });
    assert.equal(outputs.get("delivered"), "1");
  });
});

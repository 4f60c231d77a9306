import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ActionRun, now, runAction } from "./action_run.ts";
import { hostileTexts } from "./payloads.ts";
import { createStandIn, eventName, type SeenEvent, token } from "./stand_in.ts";

const shipped = {
  event: "order.shipped",
  email: "ada@example.com",
  properties: "order: 7\ncarrier: post\nexpress: true",
  "create-contacts": "true",
};

const job = { GITHUB_RUN_ID: "41", GITHUB_JOB: "tell", GITHUB_ACTION: "__run" };

async function tell(one: ActionRun): Promise<{ events: SeenEvent[]; failures: string[] }> {
  const standIn = createStandIn();
  const { failures } = await runAction({
    event: "workflow_dispatch",
    standIn,
    ...one,
    inputs: { ...shipped, ...one.inputs },
    environment: { ...job, ...one.environment },
  });
  return { events: standIn.seen.flatMap(({ events }) => events), failures };
}

describe("run, for what the workflow itself tells,", () => {
  it("sends exactly what it says", async () => {
    const { events, failures } = await tell({ payload: { inputs: {} } });
    assert.deepEqual(failures, []);
    assert.deepEqual(events, [{
      eventName,
      email: "ada@example.com",
      uuid: events[0]?.uuid,
      occurredAt: new Date(now).toISOString(),
      properties: { order: "7", carrier: "post", express: "true" },
    }]);
  });

  const dispatches: readonly [name: string, event: string, payload: unknown][] = [
    ["the inputs of workflow_dispatch", "workflow_dispatch", {
      inputs: { email: "bob@example.com", orderId: "9" },
    }],
    ["the client_payload of repository_dispatch", "repository_dispatch", {
      client_payload: { email: "bob@example.com", order: { id: 9 } },
    }],
  ];
  for (const [name, event, payload] of dispatches) {
    it(`fills in ${name}`, async () => {
      const { events } = await tell({
        event,
        payload,
        inputs: {
          email: "{{properties.email}}",
          properties: "order: 'no. {{properties.order_id}}'\nnote: '{{properties.note}}'",
        },
      });
      assert.deepEqual(events.map(({ email, properties }) => [email, properties]), [
        ["bob@example.com", { order: "no. 9" }],
      ]);
    });
  }

  it("takes what it fills in for text, whatever it holds", async () => {
    for (const note of [...hostileTexts, "'\nemail: eve@example.com", "{{properties.email}}"]) {
      const { events, failures } = await tell({
        payload: { inputs: { note } },
        inputs: { properties: "note: '{{properties.note}}'" },
      });
      assert.deepEqual(failures, []);
      assert.deepEqual(Object.keys(events[0]?.properties ?? {}), ["note"]);
      assert.equal(events[0]?.email, "ada@example.com");
    }
  });

  it("needs no event at all, as in a run by schedule", async () => {
    const { events, failures } = await tell({
      event: "schedule",
      environment: { GITHUB_EVENT_PATH: "" },
    });
    assert.deepEqual([events.length, failures], [1, []]);
  });

  it("goes on nobody's timeline where the template finds no address", async () => {
    const { events, failures } = await tell({
      payload: { inputs: {} },
      inputs: { email: "{{properties.email}}" },
    });
    assert.deepEqual([events, failures], [[], []]);
  });

  it("says where to look for the address that is missing", async () => {
    const { lines } = await runAction({
      event: "workflow_dispatch",
      payload: { inputs: {} },
      inputs: { ...shipped, email: "{{properties.email}}" },
    });
    assert.match(lines.join("\n"), /skipped order\.shipped .*input email came out empty/);
  });

  for (const event of ["repository_dispatch", "schedule", "workflow_dispatch"]) {
    it(`is what a step needs that runs by ${event}`, async () => {
      const { lines, failures } = await runAction({ event, payload: { schedule: "0 8 * * *" } });
      assert.deepEqual(failures, []);
      assert.match(lines.join("\n"), new RegExp(`skipped ${event}: .*say in input event`));
    });
  }

  it("goes through the rules where there are some", async () => {
    const config = `
rules:
  - match: { type: "order.*", properties: { carrier: post } }
    send:
      eventName: ${eventName}
      email: "{{properties.customer}}"
      properties: { order: "{{properties.order}}" }`;
    const { events } = await tell({
      payload: { inputs: { customer: "eve@example.com" } },
      inputs: { "event-name": "", email: "", config },
    });
    assert.deepEqual(events.map(({ email, properties }) => [email, properties]), [
      ["eve@example.com", { order: "7" }],
    ]);
  });

  it("keeps its id in a re-run, and has another for all else", async () => {
    const payload = { inputs: {} };
    const idOf = async (one: ActionRun) => (await tell({ payload, ...one })).events[0]?.uuid;
    const id = await idOf({});
    assert.equal(await idOf({ environment: { GITHUB_RUN_ATTEMPT: "2" } }), id);
    assert.equal(
      await idOf({ inputs: { properties: "express: true\norder: 7\ncarrier: post" } }),
      id,
    );
    const others = await Promise.all([
      idOf({ environment: { GITHUB_RUN_ID: "42" } }),
      idOf({ environment: { GITHUB_ACTION: "__run_2" } }),
      idOf({ inputs: { event: "order.packed" } }),
      idOf({ inputs: { email: "bob@example.com" } }),
      idOf({ inputs: { properties: "order: 8" } }),
    ]);
    assert.equal(new Set([id, ...others]).size, 6);
  });

  it("is shown by a dry run", async () => {
    const { lines } = await runAction({
      event: "workflow_dispatch",
      payload: { inputs: {} },
      inputs: { ...shipped, "dry-run": "true" },
    });
    assert.equal(lines[0], `::add-mask::${token}`);
    assert.match(lines[2] ?? "", /^would send \{.*"order":"7"/);
  });
});

import assert from "node:assert/strict";
import { createLocalHubSpot, type LocalHubSpot } from "../../src/local/mod.ts";
import { signGitHub } from "../../src/sources/github.ts";
import { example } from "../sources/github_examples.ts";

/** Sends one request to the Worker. */
export type Dispatch = (path: string, init?: RequestInit) => Promise<Response>;

/** One thing that must be true of the Worker. */
export interface WorkerCheck {
  /** Symbol and criterion, as in every test's name. */
  name: string;
  /** Throws where it is not so. */
  run(dispatch: Dispatch): Promise<void>;
}

/** The checks of one run, and the world that the Worker meets in it. */
export interface WorkerSuite {
  /** Answers what the Worker itself fetches: nothing of it leaves this machine. */
  outbound(request: Request): Promise<Response>;
  /** All checks, in the order in which they run. */
  checks: readonly WorkerCheck[];
}

/** Makes the suite anew: it runs once for each set of compatibility flags. */
export function createWorkerSuite(): WorkerSuite {
  const hubspot = createLocalHubSpot();
  return {
    outbound: (request) => hubspot.fetch(request),
    checks: [...deliveries(hubspot), ...events(hubspot), ...refusals, limits(hubspot)],
  };
}

function deliveries(hubspot: LocalHubSpot): WorkerCheck[] {
  const body = JSON.stringify(example("issues", "opened"));
  const deliver = async (dispatch: Dispatch, secret: string) =>
    await dispatch("/github", {
      method: "POST",
      headers: {
        "x-github-event": "issues",
        "x-hub-signature-256": await signGitHub(secret, body),
      },
      body,
    });
  return [
    {
      name: "createForwarder takes a signed delivery to HubSpot",
      async run(dispatch) {
        assert.equal((await deliver(dispatch, "secret of the webhook")).status, 202);
        assert.deepEqual(hubspot.contacts().map(({ email }) => email), ["ada@example.com"]);
        assert.deepEqual(hubspot.events().map(({ type }) => type), ["pe1_github_activity"]);
      },
    },
    {
      name: "createForwarder makes one event of a delivery that comes twice",
      async run(dispatch) {
        assert.equal((await deliver(dispatch, "secret of the webhook")).status, 202);
        assert.equal(hubspot.events().length, 1);
      },
    },
    {
      name: "createForwarder refuses a delivery that is signed with another secret",
      async run(dispatch) {
        assert.equal((await deliver(dispatch, "another secret")).status, 401);
        assert.equal(hubspot.events().length, 1);
      },
    },
  ];
}

function events(hubspot: LocalHubSpot): WorkerCheck[] {
  const email = "grace@example.com";
  const inputs = [
    { eventTemplateId: "1001298", email, tokens: { petName: "Art3mis" } },
    { eventTypeName: "ae1_signed_up", email, properties: { plan: "team" } },
    { eventName: "pe1_signed_up", email, properties: { seats: 5 } },
  ];
  return [{
    name: "createForwarder takes the events of all three families to HubSpot",
    async run(dispatch) {
      const answer = await dispatch("/events", {
        method: "POST",
        headers: { authorization },
        body: JSON.stringify({ inputs }),
      });
      assert.equal(answer.status, 202);
      const families = hubspot.events().slice(1).map(({ family }) => family);
      assert.deepEqual(families.sort(), ["app", "custom", "timeline"]);
    },
  }];
}

/** On Workers nothing may be done on behalf of another request, and each waits for the others' places all the same. */
function limits(hubspot: LocalHubSpot): WorkerCheck {
  return {
    name: "createClient keeps to one limit across requests, and none of them hangs",
    async run(dispatch) {
      const before = hubspot.log().length;
      const receipts = await Promise.all(["a", "b", "c"].map(async (uuid) => {
        const answer = await dispatch("/slow", {
          method: "POST",
          body: JSON.stringify({
            eventName: "pe1_slow",
            email: "ada@example.com",
            properties: {},
            uuid,
          }),
        });
        // Read as it comes: undici cancels a body whose first wrapper is collected as garbage meanwhile.
        return await answer.json();
      }));
      assert.deepEqual(receipts.map(({ outcome }) => outcome), [
        "delivered",
        "delivered",
        "delivered",
      ]);
      const times = hubspot.log().slice(before).map(({ time }) => Date.parse(time));
      assert.equal(times.length, 3);
      for (const [index, time] of times.slice(1).entries()) {
        assert.ok(time - (times[index] ?? 0) >= 1_000, `${times}`);
      }
    },
  };
}

const authorization = "Bearer events-token";

const refused: readonly [name: string, status: number, code: string, HeadersInit, body: string][] =
  [
    ["no token", 401, "unauthorized", {}, "{}"],
    ["a body that is not JSON", 400, "invalid_json", { authorization }, "{"],
    ["an event of no family", 422, "invalid_event", { authorization }, "{}"],
    ["a body above 1 MiB", 413, "body_too_large", { authorization }, " ".repeat(1024 * 1024 + 1)],
  ];

const refusals: readonly WorkerCheck[] = refused.map(([name, status, code, headers, body]) => ({
  name: `createForwarder answers ${status} to ${name}`,
  async run(dispatch) {
    const answer = await dispatch("/events", { method: "POST", headers, body });
    assert.equal(answer.status, status);
    assert.equal((await answer.json()).error.code, code);
  },
}));

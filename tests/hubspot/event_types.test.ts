import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findEventTypeName } from "../../src/hubspot/event_types.ts";
import { always, exactly } from "../support/local_hubspot.ts";
import { errorOf, lineOf, start } from "./management_harness.ts";

const symbol = { projectName: "my-project", developerSymbol: "signed_up" };
const hubspot = {
  appEventTypes: [{ uid: "signed_up", projectName: "my-project" }],
  unconfirmed: { appVersion202609: true },
};

describe("findEventTypeName", () => {
  for (const version of [undefined, "v4", "2026-09"] as const) {
    it(`asks ${version ?? "2026-03 by itself"}`, async () => {
      const { clock, sent, connection } = start({ hubspot });
      const options = version === undefined ? symbol : { ...symbol, version };
      assert.equal(await clock.drive(findEventTypeName(connection, options)), "ae1_signed_up");
      assert.deepEqual(lineOf(sent[0]), [
        `POST /integrators/timeline/${version ?? "2026-03"}/types/projects`,
        symbol,
      ]);
    });
  }

  it("says that there is no such type", async () => {
    const { clock, connection } = start();
    const error = await errorOf(clock.drive(findEventTypeName(connection, symbol)));
    assert.equal(error.code, "not_found");
    assert.match(error.message, /^Cannot find the event type: .+ does not exist$/);
  });

  it("says that HubSpot said no more", async () => {
    const { clock, connection } = start({ hubspot, faults: [always(exactly(404))] });
    const error = await errorOf(clock.drive(findEventTypeName(connection, symbol)));
    assert.equal(
      error.message,
      "Cannot find the event type: HubSpot answered 404 without an explanation",
    );
  });

  for (const fullyQualifiedName of ["", null, undefined]) {
    it(`does not take ${JSON.stringify(fullyQualifiedName)} for a name`, async () => {
      const answer = exactly(200, fullyQualifiedName === undefined ? {} : { fullyQualifiedName });
      const { clock, connection } = start({ hubspot, faults: [always(answer)] });
      const error = await errorOf(clock.drive(findEventTypeName(connection, symbol)));
      assert.equal(error.code, "unclear_answer");
    });
  }

  it("refuses a version that would lead elsewhere", async () => {
    const { connection, sent } = start({ hubspot });
    const options = { ...symbol, version: "../1-2" as "1-2" };
    await assert.rejects(findEventTypeName(connection, options), {
      name: "TypeError",
      message: "Cannot ask HubSpot: version must be as in 2026-03 or v4: ../1-2",
    });
    assert.equal(sent.length, 0);
  });
});

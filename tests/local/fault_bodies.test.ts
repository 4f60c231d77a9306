import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ids, one, send, struckBy } from "./fault_harness.ts";
import { now, paths, post } from "./harness.ts";

const three = {
  inputs: ["a", "b", "c"].map((id) => ({
    eventTemplateId: "1",
    id,
    email: `${id}@example.com`,
    tokens: {},
  })),
};

describe("fault empty_body", () => {
  it("leaves of a success nothing but its status", async () => {
    const hubspot = struckBy({ kind: "empty_body" });
    const answer = await post(hubspot, paths.app, one);
    assert.deepEqual([answer.status, answer.text], [201, ""]);
    assert.equal(answer.headers.get("content-type"), null);
    assert.deepEqual(ids(hubspot), ["one"]);
  });
});

describe("fault malformed_json", () => {
  it("gives half a body as if it were all of it", async () => {
    const hubspot = struckBy({ kind: "malformed_json" });
    const response = await send(hubspot);
    assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
    const text = await response.text();
    assert.equal(response.headers.get("content-length"), String(text.length));
    assert.throws(() => JSON.parse(text), SyntaxError);
    assert.deepEqual(ids(hubspot), ["one"]);
  });
});

describe("fault partial_batch", () => {
  it("answers a v3 batch with 207: the chosen events are refused, the others are taken", async () => {
    const hubspot = struckBy({ kind: "partial_batch", inputs: [0, 2, 9] });
    const { status, body } = await post(hubspot, paths.timelineBatch, three);
    assert.equal(status, 207);
    assert.deepEqual(ids(hubspot), ["b"]);
    const { results, numErrors, errors } = Object(body);
    assert.deepEqual(results.map(({ id }: { id: string }) => id), ["b"]);
    assert.equal(numErrors, 2);
    assert.deepEqual(errors[1], {
      status: "error",
      category: "VALIDATION_ERROR",
      message: "Invalid event at inputs.2: refused, as a fault demanded",
      context: {},
      links: {},
      errors: [{ message: "Refused, as a fault demanded", in: "inputs.2" }],
    });
  });

  it("can refuse all of them", async () => {
    const hubspot = struckBy({ kind: "partial_batch", inputs: [0, 1, 2] });
    const { status, body } = await post(hubspot, paths.timelineBatch, three);
    assert.equal(status, 207);
    const { status: state, results, numErrors, startedAt } = Object(body);
    assert.deepEqual([state, results, numErrors, startedAt], ["COMPLETE", [], 3, now]);
    assert.deepEqual(ids(hubspot), []);
  });

  it("adds to the errors that the API finds itself, each at its own place", async () => {
    const hubspot = struckBy({ kind: "partial_batch", inputs: [0, 9] });
    const inputs = [...three.inputs, { id: "broken" }];
    const { status, body } = await post(hubspot, paths.timelineBatch, { inputs });
    assert.deepEqual([status, Object(body).numErrors], [207, 2]);
    const [first, second] = Object(body).errors.map(({ message }: { message: string }) => message);
    assert.equal(first, "Invalid event at inputs.0: refused, as a fault demanded");
    assert.match(second, /^Invalid event at inputs\.3: /);
  });

  it("lets every other request be, and is not spent on it", async () => {
    const hubspot = struckBy({ kind: "partial_batch", inputs: [0] }, { times: 1 });
    assert.equal((await post(hubspot, paths.app, one)).status, 201);
    assert.equal((await post(hubspot, paths.appBatch, { inputs: [one] })).status, 409);
    assert.equal(hubspot.faults.list()[0]?.matched, 0);
    assert.equal((await post(hubspot, paths.timelineBatch, three)).status, 207);
  });

  it("leaves an answer that is no success as it is", async () => {
    const hubspot = struckBy({ kind: "partial_batch", inputs: [0] });
    assert.equal((await post(hubspot, paths.timelineBatch, { inputs: 1 })).status, 400);
    assert.equal((await post(hubspot, paths.timelineBatch, "no batch")).status, 400);
  });
});

describe("fault missing_results", () => {
  const appThree = {
    inputs: ["a", "b", "c"].map((id) => ({ ...one, id, email: `${id}@example.com` })),
  };
  const named = (body: unknown) => Object(body).results.map(({ id }: { id: string }) => id);

  for (
    const [path, batch, status] of [
      [paths.timelineBatch, three, 201],
      [paths.appBatch, appThree, 200],
    ] as const
  ) {
    it(`leaves events out of the results that were taken: ${path}`, async () => {
      const hubspot = struckBy({ kind: "missing_results", inputs: [1] });
      const answer = await post(hubspot, path, batch);
      assert.equal(answer.status, status);
      assert.deepEqual(named(answer.body), ["a", "c"]);
      assert.deepEqual(ids(hubspot), ["a", "b", "c"]);
    });

    it(`leaves out events that were not taken: ${path}`, async () => {
      const hubspot = struckBy({ kind: "missing_results", inputs: [1], taken: false });
      const answer = await post(hubspot, path, batch);
      assert.equal(answer.status, status);
      assert.deepEqual(named(answer.body), ["a", "c"]);
      assert.deepEqual(ids(hubspot), ["a", "c"]);
    });

    it(`can leave all of them out: ${path}`, async () => {
      for (const taken of [true, false]) {
        const hubspot = struckBy({ kind: "missing_results", inputs: "all", taken });
        const answer = await post(hubspot, path, batch);
        assert.deepEqual([answer.status, named(answer.body)], [status, []]);
        assert.deepEqual(ids(hubspot), taken ? ["a", "b", "c"] : []);
      }
    });
  }
});

import assert from "node:assert/strict";
import { connect } from "node:net";
import { describe, it } from "node:test";
import type { Fault } from "../../src/local/mod.ts";
import { type RunningLocalHubSpot, startLocalHubSpot } from "../../src/local/mod.ts";
import { paths } from "./harness.ts";

const one = { eventTypeName: "t", id: "one", email: "ada@example.com", properties: {} };

async function withFault(
  fault: Fault,
  act: (hubspot: RunningLocalHubSpot) => Promise<void>,
): Promise<void> {
  const hubspot = await startLocalHubSpot({ port: 0 });
  hubspot.faults.add(fault);
  try {
    await act(hubspot);
  } finally {
    await hubspot.close();
  }
}

function send({ url }: RunningLocalHubSpot, signal?: AbortSignal): Promise<Response> {
  return fetch(`${url}${paths.app}`, {
    method: "POST",
    headers: { authorization: "Bearer token" },
    body: JSON.stringify(one),
    ...(signal && { signal }),
  });
}

/** All that comes over the wire until the connection ends. */
function received({ url }: RunningLocalHubSpot): Promise<string> {
  const body = JSON.stringify(one);
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => {
      socket.write(
        `POST ${paths.app} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer token\r\n` +
          `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      );
    });
    socket.setEncoding("utf8");
    socket.on("data", (part) => text += part);
    // A reset may come instead of an end; both are the end.
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
  });
}

/** Waits until the log has so many requests. */
function logged(hubspot: RunningLocalHubSpot, count: number): Promise<void> {
  return new Promise((resolve) => {
    const check = () => hubspot.log().length >= count && resolve();
    hubspot.onRequest(check);
    check();
  });
}

describe("a listening Local HubSpot", () => {
  for (const stage of ["before", "after"] as const) {
    it(`cuts the connection ${stage} a request is carried out`, async () => {
      await withFault({ what: { kind: "reset", stage } }, async (hubspot) => {
        await assert.rejects(send(hubspot));
        assert.equal(hubspot.events().length, stage === "after" ? 1 : 0);
        hubspot.reset();
        hubspot.faults.add({ what: { kind: "reset", stage } });
        assert.equal(await received(hubspot), "");
      });
    });
  }

  it("serves the next request after it cut a connection", async () => {
    await withFault({ when: { times: 1 }, what: { kind: "reset" } }, async (hubspot) => {
      await assert.rejects(send(hubspot));
      assert.equal((await send(hubspot)).status, 201);
    });
  });

  it("cuts the connection in the midst of a body", async () => {
    await withFault({ what: { kind: "truncated_body" } }, async (hubspot) => {
      const text = await received(hubspot);
      const [head = "", body = ""] = text.split("\r\n\r\n");
      assert.match(head, /^HTTP\/1\.1 201 /);
      const [, length] = /content-length: (\d+)/i.exec(head) ?? [];
      assert.equal(body.length, Math.floor(Number(length) / 2));
      assert.match(body, /^\{"id":"one"/);
      hubspot.reset();
      hubspot.faults.add({ what: { kind: "truncated_body" } });
      await assert.rejects(async () => await (await send(hubspot)).text());
      assert.equal(hubspot.events().length, 1);
    });
  });

  it("sends an answer without Content-Type, and half a body as a whole one", async () => {
    const what = { kind: "answer", status: 502, contentType: false } as const;
    await withFault({ when: { times: 1 }, what }, async (hubspot) => {
      const bare = await send(hubspot);
      assert.deepEqual([bare.status, bare.headers.get("content-type")], [502, null]);
      assert.match(await bare.text(), /^\{"status":"error"/);
      hubspot.faults.add({ what: { kind: "malformed_json" } });
      const malformed = await send(hubspot);
      assert.equal(malformed.status, 201);
      const text = await malformed.text();
      assert.throws(() => JSON.parse(text), SyntaxError);
    });
  });

  it("keeps a caller waiting until it hangs up, and notes that it did", async () => {
    await withFault({ what: { kind: "hang", stage: "after" } }, async (hubspot) => {
      const caller = new AbortController();
      hubspot.onEvent(() => caller.abort());
      await assert.rejects(send(hubspot, caller.signal), { name: "AbortError" });
      await logged(hubspot, 1);
      assert.deepEqual(hubspot.log().map(({ outcome, events }) => [outcome, events]), [
        ["abandoned", [1]],
      ]);
    });
  });

  it("lets go of whoever a fault keeps waiting, when it stops", async () => {
    const hubspot = await startLocalHubSpot({ port: 0 });
    hubspot.faults.add({ what: { kind: "hang", stage: "after" } });
    const taken = new Promise<void>((resolve) => hubspot.onEvent(() => resolve()));
    const answer = assert.rejects(send(hubspot));
    await taken;
    await hubspot.close();
    await answer;
  });

  it("answers to the letter what it was told to over HTTP", async () => {
    const hubspot = await startLocalHubSpot({ port: 0 });
    const what = {
      kind: "exact_answer",
      status: 429,
      headers: { "retry-after": "3" },
      json: { policyName: "DAILY" },
    };
    const added = await fetch(`${hubspot.url}/_local/faults`, {
      method: "POST",
      body: JSON.stringify({ when: { path: paths.app, times: 1 }, what }),
    });
    assert.equal(added.status, 201);
    await added.body?.cancel();
    const struck = await send(hubspot);
    assert.deepEqual([struck.status, struck.headers.get("retry-after")], [429, "3"]);
    assert.deepEqual(await struck.json(), { policyName: "DAILY" });
    assert.equal((await send(hubspot)).status, 201);
    await hubspot.close();
  });

  it("is controlled over HTTP", async () => {
    const hubspot = await startLocalHubSpot({ port: 0 });
    const added = await fetch(`${hubspot.url}/_local/faults`, {
      method: "POST",
      body: JSON.stringify({ what: { kind: "answer", status: 477 } }),
    });
    assert.deepEqual([added.status, await added.json()], [201, { id: "fault-1" }]);
    const struck = await send(hubspot);
    assert.equal(struck.status, 477);
    await struck.body?.cancel();
    const foreign = await fetch(`${hubspot.url}/_local/faults`, {
      method: "DELETE",
      headers: { origin: "https://evil.example" },
    });
    assert.equal(foreign.status, 403);
    await foreign.body?.cancel();
    const cleared = await fetch(`${hubspot.url}/_local/faults`, { method: "DELETE" });
    assert.equal(cleared.status, 204);
    assert.deepEqual(hubspot.faults.list(), []);
    await hubspot.close();
  });
});

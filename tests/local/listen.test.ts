import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { listen } from "../../src/local/listen.ts";
import { startLocalHubSpot } from "../../src/local/mod.ts";

const anywhere = { port: 0, host: "127.0.0.1" };

/** A promise to be settled from outside. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => open = resolve);
  return { open, opened };
}

describe("listen", () => {
  it("serves a handler at its url", async () => {
    const listener = await listen(
      async (request) => new Response(`${new URL(request.url).pathname} ${await request.text()}`),
      anywhere,
    );
    assert.equal(listener.url, `http://127.0.0.1:${listener.port}`);
    const response = await fetch(`${listener.url}/a`, { method: "POST", body: "hello" });
    assert.equal(await response.text(), "/a hello");
    await listener.close();
  });

  it("rejects with host and port where the port is in use", async () => {
    const first = await listen(() => new Response(), anywhere);
    await assert.rejects(listen(() => new Response(), { ...anywhere, port: first.port }), {
      name: "Error",
      message: `Cannot listen on 127.0.0.1:${first.port}: ` +
        "the port is in use, choose another or stop what has it",
    });
    await first.close();
  });

  it("close lets a request in flight finish and takes no new one", async () => {
    const [entered, released] = [gate(), gate()];
    const listener = await listen(async () => {
      entered.open();
      await released.opened;
      return new Response("finished");
    }, anywhere);
    const answer = fetch(listener.url).then((response) => response.text());
    await entered.opened;
    const closed = listener.close();
    assert.equal(listener.close(), closed);
    await assert.rejects(fetch(listener.url));
    released.open();
    assert.equal(await answer, "finished");
    await closed;
  });

  it("close cuts what is not finished in time", async () => {
    const [entered, never] = [gate(), gate()];
    const listener = await listen(async () => {
      entered.open();
      await never.opened;
      return new Response();
    }, anywhere);
    const answer = assert.rejects(fetch(listener.url));
    await entered.opened;
    await listener.close(0);
    await answer;
    never.open();
  });
});

describe("startLocalHubSpot", () => {
  it("serves API and page, and close does not wait for open pages", async () => {
    const hubspot = await startLocalHubSpot({ port: 0 });
    const page = await fetch(`${hubspot.url}/live`);
    const response = await fetch(`${hubspot.url}/integrators/timeline/2026-03/events`, {
      method: "POST",
      headers: { authorization: "Bearer token" },
      body: JSON.stringify({ eventTypeName: "a", email: "ada@example.com", properties: {} }),
    });
    assert.equal(response.status, 201);
    await response.body?.cancel();
    assert.equal(hubspot.events().length, 1);
    assert.ok((await (await fetch(hubspot.url)).text()).includes("ada@example.com"));
    await hubspot.close();
    assert.match(await page.text(), /^retry: 1000\n\n/);
  });

  it("answers 413 to a body that is too large, over the wire", async () => {
    const hubspot = await startLocalHubSpot({ port: 0 });
    const response = await fetch(`${hubspot.url}/events/v3/send`, {
      method: "POST",
      headers: { authorization: "Bearer token" },
      body: new Uint8Array(11 * 1024 * 1024),
    });
    assert.equal(response.status, 413);
    assert.match(await response.text(), /Body too large: send at most 10485760 bytes/);
    await hubspot.close();
  });

  it("does not record an event whose sender hung up during the delay", async () => {
    const [asleep, woken] = [gate(), gate()];
    const hubspot = await startLocalHubSpot({
      port: 0,
      delayMs: 1,
      deps: {
        async sleep(_ms, signal) {
          asleep.open();
          await new Promise((resolve) => signal?.addEventListener("abort", resolve));
          woken.open();
        },
      },
    });
    const caller = new AbortController();
    const answer = assert.rejects(fetch(`${hubspot.url}/events/v3/send`, {
      method: "POST",
      headers: { authorization: "Bearer token" },
      body: JSON.stringify({ eventName: "pe1_e", email: "a@b.c", properties: {} }),
      signal: caller.signal,
    }));
    await asleep.opened;
    caller.abort();
    await answer;
    await woken.opened;
    await hubspot.close();
    assert.deepEqual(hubspot.events(), []);
  });
});

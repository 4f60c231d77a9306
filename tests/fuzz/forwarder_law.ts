import assert from "node:assert/strict";
import { setImmediate } from "node:timers";
import { type AcceptedEvent, defaultMapping, keyOf } from "../../mod.ts";
import { deliveriesPage } from "../../src/edge/deliveries/mod.ts";
import { createForwarder, type Handled, type LineAnswer } from "../../src/edge/mod.ts";
import { referencePage } from "../../src/edge/reference/mod.ts";
import { OutboxFullError } from "../../src/outbox/depth.ts";
import type { JournaledOutbox } from "../../src/outbox/outbox.ts";
import { openSqliteOutbox } from "../../src/outbox/sqlite.ts";
import { compress } from "../edge/bodies.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { type RequestCase, requestCases, takesBody } from "./forwarder_requests.ts";
import { type Law, law } from "./law.ts";
import { eventsToken, sourceSenders } from "./senders.ts";

/** Where the forwarder is. */
const origin = "https://hubline.example";

/** All that an answer may be; of 5xx only the 503s that the documentation names. */
const statuses = [200, 202, 204, 303, 400, 401, 403, 404, 405, 413, 415, 422, 503];
const reasons503 = ["not_durable", "outbox_full"];

/** After so many requests an outbox is emptied, as it would be by whoever delivers. */
const roundLength = 25;

/** The law of every route: a documented answer, nothing thrown, and nothing acknowledged that is not in the outbox. */
export const forwarderLaw: Law = law("routes of the forwarder", {
  share: 46,
  cases: requestCases,
  open() {
    const house = new House();
    return { holds: (one) => house.holds(one), close: () => house.close() };
  },
});

/** A forwarder with everything open, over a real outbox that can be told to fail. */
class House {
  #requests = 0;
  #now = Date.parse("2026-11-22T12:00:00Z");
  #uuid = 0;
  /** What becomes of the next put. */
  #mode: RequestCase["outbox"] = "keeps";
  /** Events that were made durable since the request began. */
  #kept: AcceptedEvent[] = [];
  #handled: Handled[] = [];
  #errors: unknown[] = [];
  readonly #deps = {
    now: () => this.#now,
    uuid: () => `uuid-${++this.#uuid}`,
    random: () => 0.5,
    sleep: (ms: number, signal?: AbortSignal) => this.#sleep(ms, signal),
  };
  #outbox: JournaledOutbox = this.#openOutbox();
  readonly #forwarder = createForwarder({
    outbox: {
      put: async (events, from) => {
        if (this.#mode === "fails") throw new Error("The disk is full");
        if (this.#mode === "is full") throw new OutboxFullError(1_000);
        const result = await this.#outbox.put(events, from);
        this.#kept.push(...events);
        return result;
      },
      process: (limit) => this.#outbox.process(limit),
      onPut: () => () => {},
      close: () => Promise.resolve(),
      journal: this.#journal(),
    },
    sources: sourceSenders.map(({ route: path, source }) => ({
      path,
      source,
      mapping: defaultMapping({ eventName: "pe1_activity" }),
      people: { octocat: "octocat@example.com", codertocat: "codertocat@example.com" },
    })),
    events: { token: eventsToken },
    metrics: {},
    pages: [referencePage(), deliveriesPage({ password: "correct horse battery" })],
    // No body is late here: those that come slowly have a law of their own.
    bodyTimeoutMs: Number.MAX_SAFE_INTEGER,
    onHandled: (one) => this.#handled.push(one),
    onError: (error) => this.#errors.push(error),
    deps: this.#deps,
  });

  async holds(one: RequestCase): Promise<void> {
    this.#kept = [];
    this.#handled = [];
    this.#errors = [];
    this.#mode = one.outbox;
    const request = await requestOf(one, this.#now);
    if (request === undefined) return;
    const response = await this.#forwarder.fetch(request);
    const text = await response.text();
    // For an answer that goes on, `onHandled` comes after its end.
    await turn();
    this.#judge(one, response, text);
    await this.#allIsKept(response, text);
    if (++this.#requests % roundLength === 0) await this.#deliver();
  }

  async close(): Promise<void> {
    await this.#deliver();
    await this.#outbox.close();
  }

  #judge({ outbox, method }: RequestCase, { status, headers }: Response, text: string): void {
    const said = `${status} ${text.slice(0, 200)} ${this.#errors.map(String)}`;
    assert.ok(statuses.includes(status), said);
    assert.equal(this.#handled.length, 1, `told ${this.#handled.length} times: ${said}`);
    assert.equal(headers.get("x-content-type-options"), "nosniff", said);
    if (outbox === "keeps") assert.deepEqual(this.#errors, []);
    const isJson = headers.get("content-type")?.startsWith("application/json") ?? false;
    if (isJson && text !== "") assert.doesNotThrow(() => void JSON.parse(text), said);
    if (status >= 400 && isJson && method !== "HEAD") {
      const { code, message, issues } = JSON.parse(text).error;
      assert.match(code, /^[a-z_]+$/, said);
      assert.match(message, /^[A-Z]/, said);
      assert.ok(Array.isArray(issues) && issues.length <= 100, said);
      assert.ok(text.length < 200_000, `an answer of ${text.length} characters`);
    }
    if (status === 503) {
      assert.ok(reasons503.includes(JSON.parse(text).error.code) && outbox !== "keeps", said);
      assert.match(headers.get("retry-after") ?? "", /^\d+$/);
    }
  }

  /** What was acknowledged, by number and by id, is what the outbox has. */
  async #allIsKept(response: Response, text: string): Promise<void> {
    const outcome = this.#handled[0]?.outcome ?? "";
    const count = Number(/^accepted (\d+)/.exec(outcome)?.[1] ?? 0);
    assert.equal(count, this.#kept.length, outcome);
    const ids = this.#kept.map((event) => keyOf(event).id);
    if (response.headers.get("content-type")?.startsWith("application/x-ndjson")) {
      const lines = text.trimEnd().split("\n").filter(Boolean).map((line): LineAnswer =>
        JSON.parse(line)
      );
      const accepted = lines.flatMap((line) => line.outcome === "accepted" ? [line.id] : []);
      assert.deepEqual(accepted, ids);
    } else if (response.status === 202) assert.deepEqual(JSON.parse(text).ids, ids);
    for (const id of ids) assert.ok((await this.#outbox.journal.find(id)).length > 0, id);
  }

  /** Everything that was kept can be sent: the client gets nothing that breaks a rule of its events. */
  async #deliver(): Promise<void> {
    for (let round = 0; round < 50; round++) {
      const { receipts } = await this.#outbox.process(500);
      this.#now += 3_600_000;
      for (const receipt of receipts) this.#forwarder.onReceipt(receipt);
      if (receipts.length === 0) break;
    }
    const { waiting } = await this.#outbox.journal.counts();
    assert.equal(waiting, 0, `${waiting} are left`);
    await this.#outbox.close();
    this.#outbox = this.#openOutbox();
  }

  #openOutbox(): JournaledOutbox {
    let count = 0;
    const verdicts = [delivered, delivered, refused, failed];
    const client = clientStandIn(() => verdicts[count++ % verdicts.length] ?? delivered);
    return openSqliteOutbox({ path: ":memory:", client, deps: this.#deps });
  }

  /** The journal of whichever outbox is open. */
  #journal(): JournaledOutbox["journal"] {
    return {
      list: (query) => this.#outbox.journal.list(query),
      get: (key) => this.#outbox.journal.get(key),
      find: (id) => this.#outbox.journal.find(id),
      counts: () => this.#outbox.journal.counts(),
      replay: (which) => this.#outbox.journal.replay(which),
      drop: (which) => this.#outbox.journal.drop(which),
      resume: () => this.#outbox.journal.resume(),
    };
  }

  /** Waits for receipts are over at once; the one for a body lasts for ever. */
  #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      signal?.addEventListener("abort", () => resolve(), { once: true });
      if (ms === Number.MAX_SAFE_INTEGER) return;
      setImmediate(() => resolve());
    });
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => resolve()));
}

/** The request, signed as its case says; nothing where no such request can be made in this runtime. */
async function requestOf(one: RequestCase, now: number): Promise<Request | undefined> {
  const { sender, method, path, proof, extra } = one;
  if (!URL.canParse(`${origin}${path}`)) return undefined;
  const url = new URL(`${origin}${path}`).href.split("#")[0] ?? "";
  const sent = await encoded(one);
  const proofs = proof === "none" ? {} : await sender.prove({
    url,
    bytes: proof === "wrong" ? Uint8Array.from([1]) : sent,
    now,
  });
  try {
    const headers = new Headers({ ...one.content.kind, ...codingHeader(one), ...proofs, ...extra });
    if (proof === "wrong") headers.delete("authorization");
    return new Request(url, { method, headers, ...(takesBody(method) ? { body: sent } : {}) });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

async function encoded(
  { content: { body }, coding }: RequestCase,
): Promise<Uint8Array<ArrayBuffer>> {
  if (coding === "plain" || coding === "said") return body;
  const stream = new Blob([body]).stream();
  const whole = await compress(stream, coding === "deflate" ? "deflate" : "gzip");
  return coding === "cut" ? whole.subarray(0, Math.floor(whole.length / 2)) : whole;
}

function codingHeader({ coding }: RequestCase): Record<string, string> {
  if (coding === "plain") return {};
  return { "content-encoding": coding === "deflate" ? "deflate" : "gzip" };
}

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AcceptedEvent, keyOf } from "../../mod.ts";
import type { ForwarderOptions, LineAnswer } from "../../src/edge/mod.ts";
import { directOutbox } from "../../src/outbox/direct.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { appEvent, customEvent } from "../support/events.ts";
import { idle, VirtualClock } from "../support/virtual_clock.ts";
import { compress } from "./bodies.ts";
import { start, token } from "./harness.ts";

const encoder = new TextEncoder();
const line = (id: string) => `${JSON.stringify(customEvent({ uuid: id }))}\n`;

function request(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request("http://localhost/events", {
    method: "POST",
    body,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/x-ndjson",
      ...headers,
    },
    ...{ duplex: "half" },
  });
}

async function send(body: BodyInit, own: Partial<ForwarderOptions> = {}) {
  const started = start(own);
  const response = await started.forwarder.fetch(request(body));
  return { ...started, response, answers: readAnswers(await response.text()) };
}

function readAnswers(text: string): LineAnswer[] {
  return text.split("\n").filter((one) => one !== "").map((one) => JSON.parse(one));
}

/** A body that the test writes, piece by piece. */
function written() {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
  const writer = writable.getWriter();
  return { readable, writer, write: (text: string) => writer.write(encoder.encode(text)) };
}

describe("POST /events of JSON lines", () => {
  it("answers each line with its number, its outcome and its id", async () => {
    const { answers, kept, response } = await send(
      `${line("a")}{"eventName":"x"}\n\r\n  \n${line("b").trimEnd()}\r\n{`,
    );
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/x-ndjson; charset=utf-8");
    assert.deepEqual(kept.map((event) => keyOf(event).id), ["a", "b"]);
    assert.deepEqual(answers.map((answer) => "line" in answer && [answer.line, answer.outcome]), [
      [1, "accepted"],
      [2, "rejected"],
      [5, "accepted"],
      [6, "rejected"],
    ]);
    assert.deepEqual(answers[0], { line: 1, outcome: "accepted", id: "a" });
    assert.partialDeepStrictEqual(answers[1], { issues: [{ path: "properties" }] });
    assert.match(JSON.stringify(answers[3]), /Expected JSON/);
  });

  it("gives an event without an id one", async () => {
    const { answers, kept } = await send(JSON.stringify(appEvent()));
    assert.deepEqual(answers, [{ line: 1, outcome: "accepted", id: "fresh-uuid" }]);
    assert.equal(kept.length, 1);
  });

  for (
    const type of ["application/jsonl", "application/ndjson; charset=utf-8", "Application/JSONL"]
  ) {
    it(`takes the media type ${type}`, async () => {
      const { forwarder } = start();
      const response = await forwarder.fetch(request(line("a"), { "content-type": type }));
      assert.deepEqual(readAnswers(await response.text()), [{
        line: 1,
        outcome: "accepted",
        id: "a",
      }]);
    });
  }

  it("refuses one line over a mebibyte, and none beside it", async () => {
    const { answers } = await send(`${line("a")}"${"x".repeat(1024 * 1024)}"\n${line("b")}`);
    assert.deepEqual(answers.map(({ outcome }) => outcome), ["accepted", "rejected", "accepted"]);
    assert.partialDeepStrictEqual(answers[1], {
      issues: [{ path: "", message: "Expected a line of at most 1048576 bytes" }],
    });
  });

  it("refuses a line that is no UTF-8", async () => {
    const { answers } = await send(Uint8Array.of(0x22, 0xff, 0x22, 0x0a));
    assert.deepEqual(answers, [{
      line: 1,
      outcome: "rejected",
      issues: [{ path: "", message: "Expected JSON, found no UTF-8" }],
    }]);
  });

  it("takes a body that is far over the cap of other bodies, compressed or not", async () => {
    const body = line("a").repeat(20_000);
    assert.ok(body.length > 1024 * 1024);
    const { answers } = await send(body, { maxBodyBytesInFlight: 4 * 1024 * 1024 });
    assert.equal(answers.length, 20_000);
    const { forwarder } = start({ maxBodyBytesInFlight: 2 * 1024 * 1024 });
    const packed = request(await compress(body, "gzip"), { "content-encoding": "gzip" });
    const unpacked = readAnswers(await (await forwarder.fetch(packed)).text());
    assert.deepEqual(unpacked, answers);
  });

  it("answers a line as soon as it is durable, while the body goes on", async () => {
    const { readable, writer, write } = written();
    const { forwarder, handled, kept } = start();
    const response = await forwarder.fetch(request(readable));
    const reader = response.body?.getReader();
    assert.ok(reader !== undefined);
    const next = async () => new TextDecoder().decode((await reader.read()).value);
    const whole = write(line("a"));
    assert.equal(await next(), '{"line":1,"outcome":"accepted","id":"a"}\n');
    await whole;
    const halves = [write(line("b").slice(0, 20)), write(line("b").slice(20))];
    assert.equal(await next(), '{"line":2,"outcome":"accepted","id":"b"}\n');
    await Promise.all(halves);
    assert.equal(kept.length, 2);
    assert.deepEqual(handled, []);
    await writer.close();
    assert.equal((await reader.read()).done, true);
    await idle();
    assert.partialDeepStrictEqual(handled, [{ path: "/events", outcome: "accepted 2" }]);
  });

  it("reads nothing more while nobody reads the answers", async () => {
    let taken = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        taken++;
        controller.enqueue(encoder.encode(line(`e${taken}`)));
      },
    });
    const { forwarder, kept } = start();
    const response = await forwarder.fetch(request(body));
    const reader = response.body?.getReader();
    await reader?.read();
    await idle();
    assert.ok(taken < 10, `${taken} lines were taken`);
    assert.ok(kept.length < 10, `${kept.length} events were kept`);
    await reader?.cancel();
  });

  it("makes at most 500 events durable together", async () => {
    const lots: number[] = [];
    const put = (events: readonly AcceptedEvent[]) => {
      lots.push(events.length);
      return Promise.resolve({});
    };
    const { forwarder } = start({ outbox: { ...outboxOf(), put } });
    const response = await forwarder.fetch(request(line("a").repeat(1_200)));
    assert.equal(readAnswers(await response.text()).length, 1_200);
    assert.ok(lots.every((size) => size <= 500), lots.join());
    assert.equal(lots.reduce((sum, size) => sum + size), 1_200);
  });

  it("says which lines to send again where the outbox failed, and goes on", async () => {
    let isUp = false;
    const put = () => isUp ? Promise.resolve({}) : Promise.reject(new Error("disk is full"));
    const { readable, writer, write } = written();
    const { forwarder, errors } = start({ outbox: { ...outboxOf(), put } });
    const response = await forwarder.fetch(request(readable));
    const reader = response.body?.getReader();
    const first = write(line("a"));
    const answer = JSON.parse(new TextDecoder().decode((await reader?.read())?.value));
    assert.partialDeepStrictEqual(answer, {
      line: 1,
      outcome: "failed",
      id: "a",
      error: { code: "not_durable" },
    });
    await first;
    isUp = true;
    const second = write(line("b"));
    const next = new TextDecoder().decode((await reader?.read())?.value);
    assert.match(next, /"line":2,"outcome":"accepted"/);
    await second;
    await writer.close();
    assert.equal(String(errors[0]), "Error: disk is full");
  });

  it("says what HubSpot said where the outbox delivers at once", async () => {
    const verdicts = new Map([["a", delivered], ["b", refused], ["c", failed]]);
    const client = clientStandIn((id) => verdicts.get(id) ?? delivered);
    const { answers } = await send(line("a") + line("b") + line("c"), {
      outbox: directOutbox({ client }),
    });
    assert.deepEqual(
      answers.map((answer) => "receipt" in answer && [answer.outcome, answer.receipt?.outcome]),
      [["accepted", "delivered"], ["rejected", "rejected"], ["failed", "deferred"]],
    );
    assert.partialDeepStrictEqual(answers[2], { error: { code: "not_delivered" } });
  });

  it("ends with the reason where the body breaks off, and takes no half line", async () => {
    const parts = [line("a"), line("b").trimEnd()];
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const part = parts.shift();
        if (part === undefined) controller.error(new Error("reset"));
        else controller.enqueue(encoder.encode(part));
      },
    });
    const { answers, errors, handled, kept } = await send(body);
    assert.deepEqual(kept.map((event) => keyOf(event).id), ["a"]);
    assert.deepEqual(answers, [
      { line: 1, outcome: "accepted", id: "a" },
      {
        outcome: "ended",
        error: {
          code: "body_aborted",
          message: "The body ended too soon: the connection was closed or broken",
        },
      },
    ]);
    assert.deepEqual(errors, []);
    await idle();
    assert.partialDeepStrictEqual(handled, [{ outcome: "accepted 1" }]);
  });

  it("ends where a piece takes too long, but not where all of them together do", async () => {
    const clock = new VirtualClock();
    const { readable, write } = written();
    const { forwarder } = start({ deps: { now: clock.now, sleep: clock.sleep } });
    const response = await forwarder.fetch(request(readable));
    const text = response.text();
    for (const id of ["a", "b", "c"]) {
      await write(line(id));
      await clock.advance(29_000);
    }
    await clock.advance(30_000);
    const answers = readAnswers(await text);
    assert.deepEqual(answers.map(({ outcome }) => outcome), [
      "accepted",
      "accepted",
      "accepted",
      "ended",
    ]);
    assert.partialDeepStrictEqual(answers[3], { error: { code: "body_timeout" } });
  });

  for (const what of ["between two reads", "while a read waits"]) {
    it(`lets go of the body where the answer is cut ${what}, and takes no half line`, async () => {
      let isLetGo = false;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(encoder.encode(line("a") + line("b").trimEnd())),
        cancel: () => void (isLetGo = true),
      });
      const { forwarder, handled, kept } = start();
      const reader = (await forwarder.fetch(request(body))).body?.getReader();
      await reader?.read();
      const waiting = what === "while a read waits" ? reader?.read() : undefined;
      await idle();
      await reader?.cancel();
      await waiting;
      await idle();
      assert.ok(isLetGo);
      assert.deepEqual(kept.map((event) => keyOf(event).id), ["a"]);
      assert.partialDeepStrictEqual(handled, [{ outcome: "accepted 1, answer cut" }]);
    });
  }

  it("gives back what it held", async () => {
    const { forwarder } = start({ maxBodyBytesInFlight: 1_000 });
    for (let round = 0; round < 30; round++) {
      const response = await forwarder.fetch(request(line("a")));
      assert.deepEqual(readAnswers(await response.text()).map(({ outcome }) => outcome), [
        "accepted",
      ]);
    }
  });

  it("answers 401 without the token and 415 for an unknown encoding, before anything is read", async () => {
    const { forwarder, kept } = start();
    const stranger = request(line("a"), { authorization: "Bearer x" });
    const unknown = request(line("a"), { "content-encoding": "br" });
    for (const [sent, status] of [[stranger, 401], [unknown, 415]] as const) {
      assert.equal((await forwarder.fetch(sent)).status, status);
    }
    assert.equal(kept.length, 0);
  });
});

function outboxOf() {
  return directOutbox({ client: clientStandIn(() => delivered) });
}

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { validate } from "../../src/validation/issues.ts";
import { faultSchema } from "../../src/local/faults/fault_schema.ts";
import { describeStep, makeSchedule, outboxKinds, type Step } from "./schedule.ts";

const kindsOf = (steps: readonly Step[]) => new Set(steps.map(({ act }) => act.kind));
const seeds = [0, 1, 2, 3, 77, 999_999];

describe("makeSchedule", () => {
  it("makes the same of the same seed, and something else of another", () => {
    const make = (seed: number) => makeSchedule({ seed, outbox: "sqlite", kills: 20 });
    assert.deepEqual(make(1), make(1));
    assert.notDeepEqual(make(1), make(2));
  });

  for (const outbox of outboxKinds) {
    for (const seed of seeds) {
      it(`kills as often as it should, with faults that Local HubSpot takes: ${outbox}, ${seed}`, () => {
        const steps = makeSchedule({ seed, outbox, kills: 30 });
        const killed = steps.flatMap(({ act }) => act.kind === "kill" ? act.processes : []);
        assert.ok(killed.length === 30 || killed.length === 31);
        assert.equal(killed.includes("forwarder 2"), outbox === "postgres");
        const faults = steps.flatMap(({ act }) => act.kind === "fault" ? [act.fault] : []);
        assert.ok(faults.length >= 36);
        for (const fault of faults) assert.ok(validate(faultSchema, fault).ok);
      });
    }
  }

  it("has go wrong what can go wrong with each outbox", () => {
    const kinds = (outbox: typeof outboxKinds[number]) =>
      kindsOf(makeSchedule({ seed: 1, outbox, kills: 10 }));
    const all = ["kill", "freeze", "fault"];
    assert.deepEqual(kinds("sqlite"), new Set([...all, "restart", "clock", "full_disk"]));
    assert.deepEqual(kinds("postgres"), new Set([...all, "restart", "clock", "crash_database"]));
    assert.deepEqual(kinds("durable_object"), new Set(all));
  });

  it("fills no disk where that cannot be done", () => {
    const steps = makeSchedule({ seed: 1, outbox: "sqlite", kills: 50, canFillDisk: false });
    assert.equal(kindsOf(steps).has("full_disk"), false);
  });

  it("moves the clocks ahead right after what stops delivery for a long time", () => {
    const steps = makeSchedule({ seed: 5, outbox: "sqlite", kills: 100 });
    const pauses = steps.flatMap(({ act }, index) =>
      act.kind === "fault" && /DAILY|expired_token/.test(JSON.stringify(act.fault)) ? [index] : []
    );
    assert.equal(pauses.length, 10);
    for (const index of pauses) assert.equal(steps[index + 1]?.act.kind, "clock");
  });
});

describe("describeStep", () => {
  it("says each kind of act in a line", () => {
    const acts: Step["act"][] = [
      { kind: "kill", processes: ["forwarder 1", "hubspot"], downMs: 12 },
      { kind: "restart", process: "forwarder 2" },
      { kind: "freeze", process: "hubspot", forMs: 300 },
      { kind: "fault", fault: { what: { kind: "hang" } } },
      { kind: "full_disk", isKilled: true },
      { kind: "clock", process: "forwarder 1", byMs: -60_000 },
      { kind: "crash_database", downMs: 7 },
    ];
    assert.deepEqual(acts.map((act) => describeStep({ afterMs: 5, act })), [
      "+  5 ms  kill -9 forwarder 1 and hubspot, back after 12 ms",
      "+  5 ms  restart of forwarder 2",
      "+  5 ms  hubspot stands still for 300 ms",
      '+  5 ms  fault {"what":{"kind":"hang"}}',
      "+  5 ms  full disk, and kill -9 forwarder 1",
      "+  5 ms  clock of forwarder 1 jumps by -60 s",
      "+  5 ms  crash of the database, back after 7 ms",
    ]);
  });
});

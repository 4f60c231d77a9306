import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Clock } from "./clock.ts";
import { Life, ProcessEnded } from "./life.ts";
import { Disk, type DiskFault } from "./storage.ts";

const count = "SELECT COUNT(*) AS n FROM thing";

/** A disk with an empty table, and a process that writes two rows in a transaction. */
function start() {
  const clock = new Clock(0);
  const disk = new Disk(clock);
  let commits = 0;
  disk.open(new Life(clock), () => {}).run("CREATE TABLE thing (name TEXT)");
  const life = new Life(clock);
  const runner = disk.open(life, () => commits++);
  const write = () =>
    runner.transaction(() => {
      runner.run("INSERT INTO thing VALUES (?)", "one");
      runner.run("INSERT INTO thing VALUES (?)", "other");
    });
  const rows = () => disk.read(count)[0]?.n;
  return { clock, disk, life, write, rows, commits: () => commits };
}

describe("Disk", () => {
  it("keeps all of a transaction or nothing, at whichever call its process is killed, and all where it went on", () => {
    const found: unknown[] = [];
    for (let call = 1; call <= 6; call++) {
      const { life, write, rows } = start();
      life.endAtCall(call);
      let wentOn = true;
      try {
        write();
      } catch (error) {
        assert.ok(error instanceof ProcessEnded);
        wentOn = false;
      }
      found.push([rows(), wentOn]);
    }
    assert.deepEqual(found, [[0, false], [0, false], [0, false], [0, false], [2, false], [
      2,
      true,
    ]]);
  });

  const faults: [DiskFault, unknown, string | undefined][] = [
    [{ effect: "full" }, 0, "Error: database or disk is full"],
    [{ effect: "no_commit" }, 0, "Error: disk I/O error"],
    [{ effect: "slow", ms: 700 }, 2, undefined],
  ];
  for (const [fault, kept, failure] of faults) {
    it(`fails as it is told to, for as long as it is told to: ${fault.effect}`, () => {
      const { clock, disk, write, rows } = start();
      disk.strike(fault, 500);
      let thrown: string | undefined;
      try {
        write();
      } catch (error) {
        thrown = String(error);
      }
      assert.deepEqual([rows(), thrown], [kept, failure]);
      assert.equal(clock.now(), fault.effect === "slow" ? 700 : 0);
      clock.skip(500);
      write();
      assert.equal(rows(), Number(kept) + 2);
    });
  }

  it("lets nothing be read while it is unreadable", () => {
    const { clock, disk } = start();
    const runner = disk.open(new Life(clock), () => {});
    disk.strike({ effect: "unreadable" }, 500);
    assert.throws(() => runner.all(count), { message: "disk I/O error" });
    disk.mend();
    assert.deepEqual([...runner.all(count)].map(({ n }) => n), [0]);
  });
});

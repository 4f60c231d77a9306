import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countsOf, describeCounts, outputsOf } from "../../action/report.ts";
import { outcomes, reportOf, sent } from "./reports.ts";

const { delivered, duplicate, rejected, deferred } = outcomes;

const report = reportOf(
  [delivered, delivered, duplicate, rejected, deferred].map((outcome) => sent("A door", outcome)),
  [{ reason: "bot", what: "github.commit.pushed" }],
);

describe("countsOf", () => {
  it("counts each outcome", () => {
    assert.deepEqual(countsOf(report), {
      delivered: 2,
      duplicate: 1,
      rejected: 1,
      deferred: 1,
      skipped: 1,
    });
  });
});

describe("describeCounts", () => {
  it("says the counts of a run and of a dry run", () => {
    assert.equal(
      describeCounts(report),
      "2 delivered, 1 already there, 1 rejected, 1 deferred, 1 skipped",
    );
    const dry = { ...reportOf([sent("A door")]), dryRun: true };
    assert.equal(describeCounts(dry), "1 would be sent, 0 skipped");
  });
});

describe("outputsOf", () => {
  it("gives counts, ids and receipts, and no address", () => {
    const { receipts, ...others } = outputsOf(reportOf([sent("A door", rejected)]));
    assert.deepEqual(others, {
      delivered: "0",
      duplicate: "0",
      rejected: "1",
      deferred: "0",
      skipped: "0",
      ok: "false",
      unresolved: "0",
      resume: "",
      "event-ids": '["id-1"]',
    });
    assert.deepEqual(JSON.parse(receipts ?? ""), [{
      activity: "github.commit.pushed",
      index: 0,
      ...rejected,
      message: "Property title is too long for a***@example.com",
      key: { family: "custom", type: "pe1_github_activity", id: "id-1" },
    }]);
  });

  it("is ok where nothing was rejected, deferred or made wrong", () => {
    const okOf = (...of: Parameters<typeof reportOf>) => outputsOf(reportOf(...of)).ok;
    const good = [sent("A door", delivered), sent("A door", duplicate)];
    const what = "github.commit.pushed";
    assert.equal(okOf(good, [{ reason: "no_contact", what }]), "true");
    assert.equal(okOf([...good, sent("A door", deferred)]), "false");
    assert.equal(okOf(good, [{ reason: "invalid_event", what }]), "false");
  });

  it("lists 2,000 events at most, which GitHub takes", () => {
    const outputs = outputsOf(
      reportOf(Array.from({ length: 2_100 }, () => sent("A door", rejected))),
    );
    assert.equal(outputs.rejected, "2100");
    assert.equal(JSON.parse(outputs["event-ids"] ?? "").length, 2_000);
    assert.ok(JSON.parse(outputs.receipts ?? "").length > 1_000);
    // A megabyte in UTF-16.
    assert.ok(Object.values(outputs).join("").length < 500_000);
  });

  it("has ids and no receipts in a dry run", () => {
    const outputs = outputsOf({ ...reportOf([sent("A door")]), dryRun: true });
    assert.equal(outputs["event-ids"], '["id-1"]');
    assert.equal(outputs.receipts, "[]");
  });
});

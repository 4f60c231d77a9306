import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseReport, tally } from "./junit.ts";

const files = ["tests/a.test.ts", "tests/b.test.ts"];

const deno = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="6" failures="2" errors="0" time="0.261">
    <testsuite name="./tests/a.test.ts" tests="2" disabled="1" errors="0" failures="1">
        <testcase name="group" classname="./tests/a.test.ts" time="0.011" line="3" col="1">
            <failure message="1 test step failed">1 test step failed.</failure>
        </testcase>
        <testcase name="left out" classname="./tests/a.test.ts" time="0.000" line="9" col="4">
            <skipped/>
        </testcase>
    </testsuite>
    <testsuite name="ext:deno_node/testing.ts" tests="4" disabled="0" errors="0" failures="1">
        <testcase name="group &gt; passes" classname="ext:deno_node/testing.ts" time="0.001" line="1" col="2">
        </testcase>
        <testcase name="group &gt; inner" classname="ext:deno_node/testing.ts" time="0.001" line="1" col="2">
            <failure message="1 test step failed">1 test step failed.</failure>
        </testcase>
        <testcase name="group &gt; inner &gt; fails" classname="ext:deno_node/testing.ts" time="0.004">
            <failure message="Uncaught AssertionError: &lt;b&gt; &amp; so">AssertionError: &lt;testcase</failure>
        </testcase>
    </testsuite>
</testsuites>`;

const node = `<testsuites>
	<testsuite name="group" time="0.005" disabled="0" errors="0" tests="2" failures="1" skipped="0" hostname="vm">
		<testcase name="passes a -> b" time="0.0016" classname="group" file="/home/me/tests/a.test.ts"/>
		<testsuite name="inner" time="0.001" tests="1" failures="1" skipped="0" hostname="vm">
			<testcase name="fails" time="0.0013" classname="group" file="/home/me/tests/a.test.ts" failure="It &lt;failed> &amp; so">
				<failure type="testCodeFailure" message="It &lt;failed> &amp; so">
Error [ERR_TEST_FAILURE]: It &lt;failed> &amp; so
				</failure>
			</testcase>
		</testsuite>
	</testsuite>
	<testcase name="left out" time="0.0001" classname="test" file="/home/me/tests/a.test.ts">
		<skipped type="todo" message="true"/>
	</testcase>
	<testcase name="tests/b.test.ts" time="0.077811" classname="test" file="/home/me/tests/b.test.ts"/>
</testsuites>`;

const bun =
  `<testsuites name="bun test" tests="3" assertions="0" failures="1" skipped="1" time="0.1">
  <testsuite name="tests/a.test.ts" file="tests/a.test.ts" tests="3" failures="1" skipped="1" hostname="vm">
    <testsuite name="group" file="tests/a.test.ts" line="3" tests="2" failures="1" skipped="0" hostname="vm">
      <testcase name="passes" classname="group" time="0.002" file="tests/a.test.ts" line="4" assertions="0" />
      <testcase name="fails" classname="group" time="0.002" file="tests/a.test.ts" line="5" assertions="0">
        <failure type="AssertionError" message="It &lt;failed&gt;&#10;so">AssertionError</failure>
      </testcase>
    </testsuite>
    <testcase name="left out" classname="" time="0" file="tests/a.test.ts" line="9" assertions="0">
      <skipped message="not now" />
    </testcase>
  </testsuite>
</testsuites>`;

describe("tally", () => {
  for (const [runtime, report] of Object.entries({ deno, node, bun })) {
    it(`counts tests but not groups, and a skipped test as failed: ${runtime}`, () => {
      assert.deepEqual(tally(parseReport(report), files), {
        passed: 1,
        failed: 2,
        silent: ["tests/b.test.ts"],
      });
    });
  }

  it("counts a group that fails by itself", () => {
    const report = `<testcase name="group" classname="./tests/a.test.ts">
        <failure message="Uncaught Error: after hook">Error</failure></testcase>
      <testcase name="group &gt; passes" classname="x"></testcase>`;
    assert.deepEqual(tally(parseReport(report), ["tests/a.test.ts"]), {
      passed: 1,
      failed: 1,
      silent: [],
    });
  });

  it("finds no test in an empty report", () => {
    assert.deepEqual(tally(parseReport(""), files), { passed: 0, failed: 0, silent: files });
  });

  it("does not take one file for another whose name ends alike", () => {
    const report = `<testcase name="x" file="/home/me/tests/data.test.ts"/>`;
    assert.deepEqual(tally(parseReport(report), ["a.test.ts"]).silent, ["a.test.ts"]);
  });
});

describe("parseReport", () => {
  it("reads names and messages as they were before escaping", () => {
    const [, , , , fails] = parseReport(deno);
    assert.deepEqual(fails, {
      name: "group > inner > fails",
      file: "ext:deno_node/testing.ts",
      outcome: "failed",
      message: "Uncaught AssertionError: <b> & so",
    });
    assert.equal(parseReport(bun)[1]?.message, "It <failed>\nso");
  });

  it("reads an attribute that holds a bare >", () => {
    assert.equal(parseReport(node)[0]?.name, "passes a -> b");
  });

  it("counts a skipped group as failed, although another file has a group of its name", () => {
    const cases = parseReport(`<testsuites>
      <testcase name="alpha" classname="./tests/a.test.ts"><skipped/></testcase>
      <testcase name="alpha" classname="./tests/b.test.ts"></testcase>
      <testcase name="alpha > works" classname="./tests/b.test.ts"></testcase>
    </testsuites>`);
    assert.partialDeepStrictEqual(tally(cases, []), { passed: 1, failed: 1 });
  });
});

import assert from "node:assert/strict";
import { dirname } from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { environmentOf, runCommand } from "./command.ts";
import { root } from "./root.ts";

describe("runCommand", () => {
  const run = (script: string, timeout = 60_000) =>
    runCommand({
      program: "/bin/sh",
      args: ["-c", script],
      cwd: root,
      env: { PATH: "/usr/bin:/bin" },
      timeout,
    });

  it("collects both streams in order, and the exit code", async () => {
    const { code, output, trouble } = await run("echo one; echo two >&2; echo three; exit 3");
    assert.deepEqual({ code, output, trouble }, {
      code: 3,
      output: "one\ntwo\nthree\n",
      trouble: undefined,
    });
  });

  it("ends what takes too long", async () => {
    const { code, trouble } = await run("exec sleep 600", 1);
    assert.deepEqual({ code, trouble }, {
      code: undefined,
      trouble: "Ended because it took longer than 1 ms",
    });
  });

  it("says which signal ended it", async () => {
    const { code, trouble } = await run("kill -KILL $$");
    assert.deepEqual({ code, trouble }, { code: undefined, trouble: "Ended by SIGKILL" });
  });

  it("says that a program does not exist", async () => {
    const { code, trouble } = await runCommand({
      program: `${dirname(process.execPath)}/no-such-program`,
      args: [],
      cwd: root,
      env: {},
      timeout: 60_000,
    });
    assert.equal(code, undefined);
    assert.match(trouble ?? "", /no-such-program/);
  });
});

describe("environmentOf", () => {
  it("leaves out what Hubline reads", () => {
    const own = { PATH: "/bin", HUBSPOT_ACCESS_TOKEN: "s", GITHUB_WEBHOOK_SECRET: "s", PORT: "1" };
    assert.deepEqual(Object.keys(environmentOf(own)).sort(), [
      "DENO_NO_UPDATE_CHECK",
      "DO_NOT_TRACK",
      "NO_COLOR",
      "PATH",
    ]);
  });

  it("keeps names that only resemble them", () => {
    assert.equal(environmentOf({ REPORT: "1" }).REPORT, "1");
    assert.equal(environmentOf({ npm_config_x: "1" }).npm_config_x, "1");
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { followProxy, ProxyError, proxySecrets } from "../../action/proxy.ts";
import { run } from "../../action/run.ts";
import { recordingCore } from "./recording_core.ts";

describe("proxySecrets", () => {
  const table: [string, string[]][] = [
    ["", []],
    ["http://proxy.example:3128", []],
    ["http://me:canary@proxy.example:3128", ["canary", "canary"]],
    ["http://me:can%40ry@proxy.example:3128", ["can%40ry", "can@ry"]],
    // Whatever it is, somebody may have put a password in it.
    ["me:canary@:99999 ", ["me:canary@:99999 "]],
  ];
  for (const [address, secrets] of table) {
    it(`finds ${secrets.length} in ${address || "nothing"}`, () => {
      assert.deepEqual(proxySecrets({ HTTPS_PROXY: address }), secrets);
    });
  }
});

describe("followProxy", () => {
  it("does nothing where no variable is set", () =>
    followProxy({ HTTPS_PROXY: "", NO_PROXY: "x" }));

  for (
    const address of ["me:canary@proxy.example:3128", "http://me:canary@:99999", "ftp://canary"]
  ) {
    it(`names the variable and not its value for ${address}`, () => {
      assert.throws(() => followProxy({ http_proxy: address }), (error) => {
        assert.ok(error instanceof ProxyError);
        assert.match(
          error.message,
          /^Cannot use the proxy: http_proxy must be an http\(s\) address/,
        );
        assert.doesNotMatch(error.message, /canary/);
        return true;
      });
    });
  }
});

describe("run", () => {
  it("hides the proxy's password before it prints anything, and fails in words where it cannot be used", async () => {
    const { core, recorded } = recordingCore();
    await run(core, {
      environment: { "INPUT_HUBSPOT-TOKEN": "pat-x", HTTPS_PROXY: "me:canary@proxy.example:3128" },
      readFile: () => assert.fail("not read"),
      appendFile: () => assert.fail("not written"),
      followProxy,
    });
    assert.deepEqual(recorded.lines.slice(0, 2).map((line) => line.split("::")[1]), [
      "add-mask",
      "add-mask",
    ]);
    assert.equal(recorded.failures.length, 1);
    assert.match(recorded.failures.join(), /^Cannot use the proxy: HTTPS_PROXY must be/);
    assert.doesNotMatch(recorded.failures.join(), /canary/);
  });
});

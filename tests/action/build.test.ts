import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { buildBundle, stopBuilding } from "../../action/bundle.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("buildBundle", () => {
  after(() => stopBuilding());

  it("gives the bytes that are committed", async () => {
    for (const [name, bytes] of await buildBundle(root)) {
      const committed = await readFile(new URL(`../../action/dist/${name}`, import.meta.url));
      assert.ok(committed.equals(bytes), `action/dist/${name}: run deno task build:action`);
    }
  });

  it("leaves out what of the packages no step uses", async () => {
    const script = (await buildBundle(root)).get("index.cjs");
    assert.ok((script?.byteLength ?? Infinity) < 155_000, `${script?.byteLength} bytes`);
  });

  it("names no folder of the machine it ran on, and stays below 700 kB", async () => {
    const bundle = await buildBundle(root);
    assert.deepEqual([...bundle.keys()].sort(), ["index.cjs", "licenses.txt", "texts.cjs"]);
    let size = 0;
    for (const [name, bytes] of bundle) {
      assert.ok(!new TextDecoder().decode(bytes).includes(root), name);
      size += bytes.byteLength;
    }
    assert.ok(size < 700_000, `${size} bytes`);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { activityId, uuidV5 } from "../../src/activity/id.ts";

describe("uuidV5()", () => {
  it("gives the UUID of RFC 9562, appendix A.4", async () => {
    const dns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    assert.equal(await uuidV5(dns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  });

  const dns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  for (const namespace of ["dns", "", `{${dns}}`, `${dns}0`, `0${dns}`, dns.replaceAll("-", "")]) {
    it(`refuses the namespace "${namespace}", which is no UUID`, async () => {
      await assert.rejects(uuidV5(namespace, "www.example.com"), {
        name: "TypeError",
        message: `Cannot make a UUID: namespace "${namespace}" is no UUID`,
      });
    });
  }
});

describe("activityId()", () => {
  // Computed with another implementation (Python's uuid.uuid5); a change here gives every happening a second id.
  it("never changes for the same parts", async () => {
    const id = await activityId(["github.com", "github.repo.starred", "2", "1"]);
    assert.equal(id, "e4543c42-e769-5091-96b0-525957ef77ad");
  });

  it("is a UUID of version 5 for any parts", async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.string({ unit: "binary" })), async (parts) => {
      assert.match(
        await activityId(parts),
        /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }));
  });

  it("tells apart parts that are the same text when joined", async () => {
    const lists = [["ab"], ["a", "b"], ["", "ab"], ["a,b"], ['a","b'], ["a", "b", ""]];
    const ids = await Promise.all(lists.map(activityId));
    assert.equal(new Set(ids).size, lists.length);
  });
});

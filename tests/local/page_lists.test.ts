import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { localHubSpot, page, paths, post } from "./harness.ts";

const event = { eventName: "pe1_seen", email: "ada@example.com", properties: { title: "Seen" } };

/** Whole numbers from the one down to the other. */
function range(from: number, to: number): number[] {
  return Array.from({ length: from - to + 1 }, (_, index) => from - index);
}

describe("the lists of the page", () => {
  it("shows 50 events at a time, of however many", async () => {
    const hubspot = localHubSpot();
    const inputs = Array.from({ length: 101 }, () => event);
    await post(hubspot, paths.customBatch, { inputs });
    const shown = async (path: string) => {
      const text = await page(hubspot, path);
      return [...text.matchAll(/<h3 id="event-(\d+)"/g)].map(([, sequence]) => Number(sequence));
    };
    assert.deepEqual(await shown("/contacts/101"), range(101, 52));
    assert.deepEqual(await shown("/contacts/101?page=2"), range(51, 2));
    assert.deepEqual(await shown("/?page=3"), [1]);
    for (const page of ["9999", "x", "-1", "1e9", "3.5"]) {
      const expected = page === "9999" ? [1] : range(101, 52);
      assert.deepEqual(await shown(`/contacts/101?page=${page}`), expected);
    }
    const middle = await page(hubspot, "/contacts/101?page=2");
    assert.ok(middle.includes('href="/contacts/101"'));
    assert.ok(middle.includes('href="/contacts/101?page=3"'));
    assert.ok(middle.includes("Page 2 of 3"));
  });

  it("shows events of one type where it is asked to, and keeps to it from page to page", async () => {
    const hubspot = localHubSpot({ eventDefinitions: [{ label: "Looked around", name: "look" }] });
    const inputs = Array.from(
      { length: 51 },
      () => ({ ...event, eventName: "pe1_look", properties: {} }),
    );
    await post(hubspot, paths.customBatch, { inputs });
    await post(hubspot, paths.custom, event);
    const all = await page(hubspot, "/contacts/101");
    assert.match(
      all,
      /href="\/contacts\/101\?only=custom%3Ape1_look"[^>]*>\s*<bdi>Looked around<\/bdi>/,
    );
    const some = await page(hubspot, "/contacts/101?only=custom%3Ape1_look");
    assert.equal(some.match(/<article/g)?.length, 50);
    assert.ok(!some.includes("pe1_seen</bdi>"));
    assert.ok(some.includes('href="/contacts/101?only=custom%3Ape1_look&amp;page=2"'));
    assert.match(some, /only=custom%3Ape1_look"\s+aria-current="true"/);
    const none = await page(hubspot, "/contacts/101?only=custom%3Agone");
    assert.ok(none.includes("No event is of this type."));
  });

  it("shows what is on no contact's timeline where it is asked to", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.custom, event);
    await post(hubspot, paths.custom, { eventName: "pe1_b", properties: {}, utk: "cookie" });
    const text = await page(hubspot, "/?only=nobody");
    assert.equal(text.match(/<article/g)?.length, 1);
    assert.ok(text.includes("On no timeline"));
  });

  const searches: [query: string, found: string[]][] = [
    ["", ["7", "8", "9"]],
    ["ADA", ["7"]],
    ["second@b.c", ["7"]],
    ["hopper navy", ["8"]],
    ["cookie-of-9", ["9"]],
    ["8", ["8"]],
    ["ada navy", []],
    ["<script>", []],
  ];
  for (const [query, found] of searches) {
    it(`finds ${found.length} contacts by "${query}"`, async () => {
      const hubspot = localHubSpot({
        contacts: [
          { id: "7", email: "ada@example.com", additionalEmails: ["second@b.c"] },
          { id: "8", properties: { lastname: "Hopper", company: "Navy" } },
          { id: "9", utk: "cookie-of-9" },
        ],
      });
      const text = await page(hubspot, `/?q=${encodeURIComponent(query)}`);
      const ids = [...text.matchAll(/id="contact-(\d+)"/g)].map(([, id]) => id);
      assert.deepEqual(ids, found);
      assert.equal(text.includes("No contact has all these words"), found.length === 0);
      assert.ok(text.includes(`value="${query.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}"`));
    });
  }

  it("lists 100 contacts and says that there are more", async () => {
    const contacts = Array.from({ length: 101 }, (_, index) => ({ id: String(index + 1) }));
    const text = await page(localHubSpot({ contacts }), "/");
    assert.equal(text.match(/id="contact-/g)?.length, 100);
    assert.ok(text.includes("These are the latest 100. Search to find the others."));
  });

  it("keeps the search from contact to contact", async () => {
    const hubspot = localHubSpot({ contacts: [{ id: "7", email: "ada@example.com" }] });
    const text = await page(hubspot, "/contacts/7?q=ada");
    assert.ok(text.includes('href="/contacts/7?q=ada"'));
  });
});

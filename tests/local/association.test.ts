import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { associate, type Association } from "../../src/local/association.ts";
import type { EventFamily } from "../../src/hubspot/events.ts";
import type { Identity } from "../../src/local/records.ts";

/** Ada (1) has an address and a cookie, Bob (2) an address only. */
const contacts = {
  has: (id: string) => id === "1" || id === "2",
  byEmail: (email: string) => new Map([["ada@x.org", "1"], ["bob@x.org", "2"]]).get(email),
  byUtk: (utk: string) => new Map([["ada-cookie", "1"]]).get(utk),
};

const all: EventFamily[] = ["timeline", "app", "custom"];
const timelines: EventFamily[] = ["timeline", "app"];

const rules: [rule: string, families: EventFamily[], identity: Identity, Association][] = [
  ["an objectId finds its contact", all, { objectId: "1" }, {
    outcome: "contact",
    contactId: "1",
  }],
  ["an objectId beats a cookie and an address", all, {
    objectId: "2",
    utk: "ada-cookie",
    email: "ada@x.org",
  }, { outcome: "contact", contactId: "2" }],
  ["an objectId never creates", all, { objectId: "9" }, { outcome: "no_contact" }],
  ["an unknown objectId is not passed over for an address", all, {
    objectId: "9",
    email: "new@x.org",
  }, { outcome: "no_contact" }],
  ["objectId and address: the address is changed", timelines, {
    objectId: "2",
    email: "new@x.org",
  }, { outcome: "contact", contactId: "2", email: "new@x.org" }],
  ["objectId and address: custom events change nothing", ["custom"], {
    objectId: "2",
    email: "new@x.org",
  }, { outcome: "contact", contactId: "2" }],
  ["an address that another contact has stays there", timelines, {
    objectId: "2",
    email: "ada@x.org",
  }, { outcome: "contact", contactId: "2" }],
  ["objectId and a free cookie: the cookie is tied", all, { objectId: "2", utk: "free" }, {
    outcome: "contact",
    contactId: "2",
    utk: "free",
  }],
  ["a cookie finds its contact", all, { utk: "ada-cookie" }, {
    outcome: "contact",
    contactId: "1",
  }],
  ["a cookie alone never creates", all, { utk: "free" }, { outcome: "waiting", utk: "free" }],
  ["a cookie beats an address on a timeline", timelines, {
    utk: "ada-cookie",
    email: "bob@x.org",
  }, { outcome: "contact", contactId: "1" }],
  ["an address beats a cookie for custom events", ["custom"], {
    utk: "ada-cookie",
    email: "bob@x.org",
  }, { outcome: "contact", contactId: "2" }],
  ["cookie and another address: app events overwrite the address", ["app"], {
    utk: "ada-cookie",
    email: "new@x.org",
  }, { outcome: "contact", contactId: "1", email: "new@x.org" }],
  ["cookie and another address: timeline v3 leaves the address", ["timeline"], {
    utk: "ada-cookie",
    email: "new@x.org",
  }, { outcome: "contact", contactId: "1" }],
  ["cookie and another address: custom events create by the address", ["custom"], {
    utk: "ada-cookie",
    email: "new@x.org",
  }, { outcome: "new_contact", email: "new@x.org" }],
  ["an unknown cookie gives way to the address, and is tied", all, {
    utk: "free",
    email: "bob@x.org",
  }, { outcome: "contact", contactId: "2", utk: "free" }],
  ["an address finds its contact", all, { email: "bob@x.org" }, {
    outcome: "contact",
    contactId: "2",
  }],
  ["an unknown address creates", all, { email: "new@x.org" }, {
    outcome: "new_contact",
    email: "new@x.org",
  }],
  ["an unknown address with a free cookie creates both", all, { email: "new@x.org", utk: "free" }, {
    outcome: "new_contact",
    email: "new@x.org",
    utk: "free",
  }],
  ["nothing finds nobody", all, {}, { outcome: "no_contact" }],
];

describe("associate", () => {
  for (const [rule, families, identity, expected] of rules) {
    for (const family of families) {
      it(`${family}: ${rule}`, () => {
        assert.deepEqual(associate(family, { identity, contacts }), expected);
      });
    }
  }
});

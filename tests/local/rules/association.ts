import type { LocalHubSpot } from "../../../src/local/mod.ts";
import type { Ask, Rule } from "./rule.ts";

type Family = "timeline" | "app" | "custom";
type Person = { objectId?: string; utk?: string; email?: string };

const asks: Record<Family, (person: Person) => Ask> = {
  timeline: (person) => [
    "POST",
    "/integrators/timeline/v3/events",
    { ...person, eventTemplateId: "1", tokens: {} },
  ],
  app: (person) => [
    "POST",
    "/integrators/timeline/2026-03/events",
    { ...person, eventTypeName: "a", properties: {} },
  ],
  custom: (person) => [
    "POST",
    "/events/2026-03/send",
    { ...person, eventName: "pe1_a", properties: {} },
  ],
};

const all: Family[] = ["timeline", "app", "custom"];
const timelines: Family[] = ["timeline", "app"];

/** Ada has an address and a cookie, Bob an address only. */
const contacts = [
  { id: "1", email: "ada@example.com", utk: "cookie" },
  { id: "2", email: "bob@example.com" },
];
const [ada, bob] = ["1 ada@example.com", "2 bob@example.com"];

/** What an event of each of the families, with what it says of the person, leaves: whose it is, and who there is. */
const rows: [rule: string, families: Family[], Person, whose: string | undefined, who: string[]][] =
  [
    [
      "objectId comes before utk and email",
      all,
      {
        objectId: "2",
        utk: "cookie",
        email: "bob@example.com",
      },
      "2",
      [ada, bob],
    ],
    ["objectId creates nobody", all, { objectId: "9", email: "new@example.com" }, undefined, [
      ada,
      bob,
    ]],
    [
      "objectId and email rename the contact",
      timelines,
      {
        objectId: "2",
        email: "new@example.com",
      },
      "2",
      [ada, "2 new@example.com"],
    ],
    [
      "objectId and email rename nobody",
      ["custom"],
      {
        objectId: "2",
        email: "new@example.com",
      },
      "2",
      [ada, bob],
    ],
    ["utk comes before email", timelines, { utk: "cookie", email: "bob@example.com" }, "1", [
      ada,
      bob,
    ]],
    ["email comes before utk", ["custom"], { utk: "cookie", email: "bob@example.com" }, "2", [
      ada,
      bob,
    ]],
    [
      "utk and a free email rename the contact",
      ["app"],
      {
        utk: "cookie",
        email: "new@example.com",
      },
      "1",
      ["1 new@example.com", bob],
    ],
    [
      "utk and a free email rename nobody",
      ["timeline"],
      {
        utk: "cookie",
        email: "new@example.com",
      },
      "1",
      [ada, bob],
    ],
    ["utk alone finds its contact", all, { utk: "cookie" }, "1", [ada, bob]],
    ["utk alone creates nobody", all, { utk: "free" }, undefined, [ada, bob]],
    [
      "a utk that is nobody's gives way to email",
      all,
      {
        utk: "free",
        email: "bob@example.com",
      },
      "2",
      [ada, bob],
    ],
    ["email creates its contact", all, { email: "New@Example.com" }, "101", [
      ada,
      bob,
      "101 new@example.com",
    ]],
  ];

/** Whose the one event is, and who there is. */
function left(hubspot: LocalHubSpot) {
  return [
    hubspot.events().map(({ contactId }) => contactId),
    hubspot.contacts().map(({ id, email }) => `${id} ${email}`),
  ];
}

const statuses: Record<Family, number> = { timeline: 201, app: 201, custom: 204 };

/** Whose timeline an event goes on. The families differ. */
export const associationRules: Rule[] = [
  ...rows.flatMap(([rule, families, person, whose, who]) =>
    families.map((family): Rule => ({
      rule: `${family}: ${rule}`,
      options: { contacts },
      ask: asks[family](person),
      status: statuses[family],
      leaves: [left, [[whose], who]],
    }))
  ),
  ...all.map((family): Rule => ({
    rule: `${family}: an event by utk alone shows once the utk is a contact's`,
    options: { contacts },
    before: [asks[family]({ utk: "free" })],
    ask: asks[family]({ utk: "free", email: "bob@example.com" }),
    status: statuses[family],
    leaves: [(hubspot) => hubspot.events().map(({ contactId }) => contactId), ["2", "2"]],
  })),
];

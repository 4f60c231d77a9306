// What somebody writes who has a server: the entries for Node, Deno and Bun, and all that needs the Web alone.
import { createClient } from "@hubline/timeline";
import { createLocalHubSpot } from "@hubline/timeline/local";
import { openPostgresOutbox } from "@hubline/timeline/outbox/postgres";
import { openSqliteOutbox } from "@hubline/timeline/outbox/sqlite";
import { openSqliteAddressBook } from "@hubline/timeline/outbox/sqlite_address_book";
import { others, sendBoth } from "./web.ts";

const hubspot = createLocalHubSpot();
const fetch = (url: string, init: RequestInit) => hubspot.fetch(new Request(url, init));
const both = await sendBoth(fetch);

const client = createClient({ accessToken: "any", deps: { fetch } });
const outbox = openSqliteOutbox({ path: ":memory:", client });
await outbox.put([{
  eventName: "pe1_signed_up",
  email: "ada@example.com",
  properties: { plan: "team" },
  uuid: "kept",
  occurredAt: "2026-11-20T10:00:00Z",
}]);
const { receipts } = await outbox.process(10);
await outbox.close();

const functions = [openPostgresOutbox, openSqliteAddressBook, ...others];
console.log(JSON.stringify({
  ...both,
  kept: receipts.map(({ outcome }) => outcome),
  events: hubspot.events().length,
  functions: functions.every((each) => typeof each === "function"),
}));

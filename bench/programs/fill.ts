/**
 * Fills an SQLite outbox with events that wait. Takes the path of the database and how many.
 *
 * @module
 */
import { openSqliteOutbox } from "../../src/outbox/sqlite.ts";
import { acceptedOrderEvent } from "../events.ts";
import { argument } from "./argument.ts";
import { clientOfInstantHubSpot } from "./handlers/client.ts";

/** Events that are put at a time. */
const lot = 10_000;

const [path, count] = [argument(0), Number(argument(1))];
const depth = { events: count + 1, characters: 10_000_000_000 };
const outbox = openSqliteOutbox({ path, client: clientOfInstantHubSpot(), depth });
for (let first = 0; first < count; first += lot) {
  const lotOf = Math.min(lot, count - first);
  await outbox.put(
    Array.from({ length: lotOf }, (_, place) => acceptedOrderEvent(first + place)),
  );
}
await outbox.close();
console.log(JSON.stringify({ events: [count] }));

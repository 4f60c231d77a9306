import { openSqliteOutbox } from "../../../src/outbox/sqlite.ts";
import { clientOfInstantHubSpot } from "./client.ts";
import { forwarderTo } from "./forwarder.ts";
import { argument } from "../argument.ts";
import type { Handler } from "./handler.ts";

/** Has events on disk before it answers, at the path of the program's second argument, and delivers none. */
export const handler: Handler = forwarderTo(openSqliteOutbox({
  path: argument(1),
  client: clientOfInstantHubSpot(),
  depth: { events: 100_000_000, characters: 100_000_000_000 },
}));

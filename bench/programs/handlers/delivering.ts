import { createClient } from "../../../mod.ts";
import { openSqliteOutbox, startDelivery } from "../../../src/outbox/sqlite.ts";
import { forwarderTo } from "./forwarder.ts";
import { argument } from "../argument.ts";
import type { Handler } from "./handler.ts";

/** A forwarder as it runs: an SQLite file at the second argument, delivered to the address of the third. */
const outbox = openSqliteOutbox({
  path: argument(1),
  client: createClient({ accessToken: "secret-token", baseUrl: argument(2) }),
  depth: { events: 10_000_000, characters: 10_000_000_000 },
});
const forwarder = forwarderTo(outbox);
startDelivery(outbox, { onReceipt: forwarder.onReceipt });

export const handler: Handler = forwarder;

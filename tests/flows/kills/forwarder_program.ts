/**
 * A forwarder over one outbox as a process of its own, and nothing besides: the kind of outbox, where it is, HubSpot's
 * address and an access token are its arguments. It says when everything is loaded, opens once it is told to over
 * stdin, and says where it listens. It ends well at SIGTERM, and with whoever started it.
 *
 * @module
 */
import { once } from "node:events";
import module from "node:module";
import process from "node:process";
import { createClient } from "../../../mod.ts";
import { createForwarder } from "../../../src/edge/mod.ts";
import { listen } from "../../../src/local/listen.ts";
import { openPostgresOutbox } from "../../../src/outbox/postgres.ts";
import { openSqliteOutbox, startDelivery } from "../../../src/outbox/sqlite.ts";

const [kind = "", place = "", baseUrl = "", accessToken = ""] = process.argv.slice(2);
const client = createClient({ accessToken, baseUrl });

process.stdin.on("end", () => process.exit(1));
// Whoever is killed writes nothing at the end; only Node has such a cache.
module.flushCompileCache?.();
console.log("loaded");
await once(process.stdin, "data");

const outbox = kind === "sqlite"
  ? openSqliteOutbox({ path: place, client })
  // Short, so that the other instance takes over soon.
  : await openPostgresOutbox({ database: place, client, leaseMs: 200, pollMs: 500 });
const events = { token: "the-token-of-events" };
const forwarder = createForwarder({ outbox, events, metrics: {} });
const delivery = startDelivery(outbox, { onReceipt: forwarder.onReceipt });
const listener = await listen(forwarder.fetch, { host: "127.0.0.1", port: 0 });

process.on("SIGTERM", async () => {
  await listener.close(5_000);
  await delivery.stop(5_000);
  await outbox.close();
  process.exit();
});
console.log(listener.url);

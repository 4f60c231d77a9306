/**
 * One instance of a service that delivers, as a process of its own: `database`, HubSpot's address and an access token
 * are its arguments. It ends well at SIGTERM, and with whoever started it.
 *
 * @module
 */
import process from "node:process";
import { createClient } from "../../mod.ts";
import { openPostgresOutbox, startDelivery } from "../../src/outbox/postgres.ts";

const [database = "", baseUrl = "", accessToken = ""] = process.argv.slice(2);
const client = createClient({ accessToken, baseUrl, batchSizes: { app: 3 } });
// Short, so that a test of what happens after it need not take long.
const outbox = await openPostgresOutbox({ database, client, leaseMs: 1_000, pollMs: 500 });
const delivery = startDelivery(outbox, { limit: 50 });

process.on("SIGTERM", async () => {
  await delivery.stop(5_000);
  await outbox.close();
  process.exit();
});
process.stdin.on("end", () => process.exit(1));
process.stdin.resume();
console.log("ready");

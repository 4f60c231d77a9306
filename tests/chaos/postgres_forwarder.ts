/**
 * A forwarder with an outbox in Postgres, as a service would run it.
 *
 * @module
 */
import process from "node:process";
import { createClient } from "../../mod.ts";
import { createForwarder } from "../../src/edge/mod.ts";
import { listen } from "../../src/local/listen.ts";
import { openPostgresOutbox, startDelivery } from "../../src/outbox/postgres.ts";
import { routes } from "./routes.ts";
import { secrets } from "./secrets.ts";

const { PORT, HUBSPOT_BASE_URL = "", DATABASE_URL = "" } = process.env;
const client = createClient({ accessToken: secrets.hubspot, baseUrl: HUBSPOT_BASE_URL });
// Short, so that the other one soon takes over from whoever is killed.
const outbox = await openPostgresOutbox({
  database: DATABASE_URL,
  client,
  leaseMs: 2_000,
  pollMs: 1_000,
});
const forwarder = createForwarder({
  outbox,
  sources: routes(),
  events: { token: secrets.events },
  metrics: { token: secrets.metrics },
  onError: (error) => console.error(error),
});
const delivery = startDelivery(outbox, {
  onReceipt: forwarder.onReceipt,
  onError: (error) => console.error(error),
});
const listener = await listen(forwarder.fetch, { host: "127.0.0.1", port: Number(PORT) });
process.on("SIGTERM", async () => {
  await listener.close();
  await delivery.stop(5_000);
  await outbox.close();
  process.exit();
});
console.log(`The forwarder listens on ${listener.url}`);

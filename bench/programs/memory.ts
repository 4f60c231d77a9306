/**
 * Sends events from a generator with `sendAll` and prints the most memory that the process took, in megabytes. Takes the
 * server's address and how many events.
 */
import process from "node:process";
import { createClient } from "../../mod.ts";
import { orderEvents } from "../events.ts";

const [, , url = "", count = ""] = process.argv;

/** How many receipts lie between two looks at the memory. */
const stride = 2_000;

const client = createClient({ accessToken: "secret-token", baseUrl: url });
let seen = 0;
let peak = 0;
for await (const { outcome } of client.sendAll(orderEvents(Number(count)))) {
  if (outcome !== "delivered") throw new Error(`An event was ${outcome}`);
  if (++seen % stride === 0) peak = Math.max(peak, process.memoryUsage().rss);
}
console.log(JSON.stringify({ peak: [peak / 1e6] }));

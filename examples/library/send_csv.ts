import { createClient, type CustomEvent } from "@hubline/timeline";
import { createReadStream } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline";

const client = createClient({
  accessToken: process.env.HUBSPOT_ACCESS_TOKEN ?? "",
  baseUrl: process.env.HUBSPOT_BASE_URL ?? "https://api.hubapi.com",
});

let failed = 0;
for await (const receipt of client.sendAll(signUps("sign_ups.csv"))) {
  console.log(JSON.stringify({ line: receipt.index + 2, ...receipt }));
  if (receipt.outcome === "rejected" || receipt.outcome === "deferred") failed++;
}
process.exitCode = failed > 0 ? 1 : 0;

/** Reads the file as it is sent, however long it is. Its fields hold neither commas nor quotes. */
async function* signUps(path: string): AsyncGenerator<CustomEvent> {
  let isHeader = true;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const [id = "", email = "", plan = "", occurredAt = ""] = line.split(",");
    // The id tells HubSpot that a row is sent again, and shows once.
    const event = { eventName: "pe1234567_signed_up", uuid: id, email, occurredAt };
    if (!isHeader) yield { ...event, properties: { plan } };
    isHeader = false;
  }
}

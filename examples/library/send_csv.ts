import { createClient, type CustomEvent } from "@hubline/timeline";
import { createReadStream } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline";

const client = createClient({
  accessToken: setting("HUBSPOT_ACCESS_TOKEN"),
  baseUrl: setting("HUBSPOT_BASE_URL", "https://api.hubapi.com"),
});

for await (const receipt of client.sendAll(signUps(process.argv[2] ?? "sign_ups.csv"))) {
  console.log(JSON.stringify({ line: receipt.index + 2, ...receipt }));
  if (receipt.outcome === "rejected" || receipt.outcome === "deferred") process.exitCode = 1;
}

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

function setting(name: string, fallback?: string): string {
  const value = process.env[name] || fallback;
  if (value === undefined) throw new Error(`Set the environment variable ${name}`);
  return value;
}

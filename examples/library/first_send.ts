import { createClient, HubSpotError } from "@hubline/timeline";
import process from "node:process";

const client = createClient({
  accessToken: setting("HUBSPOT_ACCESS_TOKEN"),
  baseUrl: setting("HUBSPOT_BASE_URL", "https://api.hubapi.com"),
});

try {
  const { outcome } = await client.send({
    eventName: "pe1234567_signed_up",
    email: "ada@example.com",
    properties: { plan: "team", seats: 5 },
  });
  console.log(outcome);
} catch (error) {
  if (!(error instanceof HubSpotError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function setting(name: string, fallback?: string): string {
  const value = process.env[name] || fallback;
  if (value === undefined) throw new Error(`Set the environment variable ${name}`);
  return value;
}

import { secrets } from "./secrets.ts";

/** The event whose definition wants a number of seats. */
export const strictEvent = { eventName: "pe1_strict" } as const;

/** Defines it, so that HubSpot refuses what breaks its rule. */
export async function declareStrictEvent(hubSpotUrl: string): Promise<void> {
  const property = (name: string, type: string) => ({ name, label: name, type });
  const answer = await fetch(`${hubSpotUrl}/events/v3/event-definitions`, {
    method: "POST",
    headers: { authorization: `Bearer ${secrets.hubspot}`, "content-type": "application/json" },
    body: JSON.stringify({
      name: "strict",
      label: "Strict",
      primaryObject: "CONTACT",
      propertyDefinitions: [property("mark", "string"), property("seats", "number")],
    }),
  });
  if (!answer.ok) throw new Error(`Local HubSpot takes no definition: ${await answer.text()}`);
  await answer.body?.cancel();
}

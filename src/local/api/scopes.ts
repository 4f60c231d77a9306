import type { Access } from "./endpoint.ts";

// Any one of these suffices, as HubSpot's reference lists them for its timeline endpoints.
const sensitivities = ["", ".sensitive", ".highly_sensitive"];
const tickets = ["tickets", "tickets.sensitive.v2", "tickets.highly_sensitive.v2"];

function timelineScopes(verb: "read" | "write"): string[] {
  const objects = ["contacts", "companies", "deals"].flatMap((object) => [
    `crm.schemas.${object}.${verb}`,
    ...sensitivities.map((kind) =>
      `crm.objects.${object}${kind}.${verb}${kind === "" ? "" : ".v2"}`
    ),
  ]);
  return ["timeline", ...tickets, ...objects];
}

/** Sends timeline and app events. */
export const timelineWrite: Access = { kind: "bearer", scopes: timelineScopes("write") };
/** Reads timeline events. */
export const timelineRead: Access = { kind: "bearer", scopes: timelineScopes("read") };
/** Reads what the app's developer declared. */
export const developerRead: Access = { kind: "developer", scopes: ["developers-read"] };
/** Declares things as the app's developer. */
export const developerWrite: Access = { kind: "developer", scopes: ["developers-write"] };
/** Sends custom events. */
export const customSend: Access = {
  kind: "bearer",
  scopes: ["analytics.behavioral_events.send"],
};
/** Defines custom events. */
export const customDefine: Access = {
  kind: "bearer",
  scopes: ["behavioral_events.event_definitions.read_write"],
};
/** Reads contacts. */
export const contactsRead: Access = { kind: "bearer", scopes: ["crm.objects.contacts.read"] };
/** Makes contacts. */
export const contactsWrite: Access = { kind: "bearer", scopes: ["crm.objects.contacts.write"] };

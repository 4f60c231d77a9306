import { everybody } from "./shipments.ts";

/** `hubline.yml` of a run: each source goes to another family of events, and each event keeps its mark. */
export const configText: string = JSON.stringify({
  people: Object.fromEntries(everybody.map((email) => [loginOf(email), email])),
  rules: [
    {
      match: { type: "github.*" },
      send: { eventTypeName: "ae1_chaos", properties: { mark: "{{subject.title}}" } },
    },
    {
      match: { type: "segment.*" },
      send: { eventTemplateId: "1001", tokens: { mark: "{{properties.mark}}" } },
    },
    {
      match: { type: "*" },
      send: { eventName: "pe1_chaos", properties: { mark: "{{properties.mark}}" } },
    },
  ],
});

/** What somebody is called at GitHub, where no address is told. */
export function loginOf(email: string): string {
  return email.split("@")[0] ?? "";
}

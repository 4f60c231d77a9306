import type { Unsent } from "./report.ts";

/** Why something became no event, in words that say what to do where something can be done. */
const reasons: Readonly<Record<Unsent["reason"], string>> = {
  ping: "GitHub only asked whether anybody is there",
  unsupported_event: "nothing for a timeline: remove this event from the workflow's triggers",
  unsupported_action: "nothing for a timeline: list the wanted types under the workflow's trigger",
  nothing_to_tell: "of a known kind, but empty",
  too_many: "more than one run can take in: this is the rest of it",
  bot: "no person did it",
  excluded: "the settings leave this person out",
  confidential: "private or about security, and nobody asked for it",
  no_contact: "no e-mail address is known: add the login under people in input config",
  shown_already: "it is on this person's timeline already",
  no_rule: "no rule in input config wants it",
  invalid_event: "what the rule made of it breaks a rule of HubSpot's API",
  not_selected: "input events leaves it out",
};

/** Says why something became no event. */
export function describeReason({ reason }: Unsent): string {
  return reasons[reason];
}

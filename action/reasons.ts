import type { Unresolved, UnresolvedReason } from "../src/people/resolver.ts";
import type { Unsent } from "./report.ts";

const inPeople = "add the login under people, in input people or config";
const later = "run the job again later";

/** Why something became no event, in words that say what to do where something can be done. */
const reasons: Readonly<Record<Unsent["reason"], string>> = {
  ping: "GitHub only asked whether anybody is there",
  unsupported_event: "nothing for a timeline: remove this event from the workflow's triggers",
  unsupported_action: "nothing for a timeline: list the wanted types under the workflow's trigger",
  nothing_to_tell: "of a known kind, but empty",
  too_many: "more than one run can take in: this is the rest of it",
  bot: "no person did it",
  excluded: "input exclude-people, or github.excludePeople in config or config-file, leaves this " +
    "person out",
  not_allowed: "the address is outside the domains of input allow-domains",
  confidential: "private or about security: told of only with github.confidential in config or " +
    "config-file",
  no_contact: `no e-mail address is known: ${inPeople}`,
  unknown_contact:
    "the address is no contact's in HubSpot; with create-contacts: true it would become one",
  shown_already: "it is on this person's timeline already",
  no_rule: "no rule wants it",
  invalid_event: "what the rule made of it breaks a rule of HubSpot's API",
  not_selected: "not among the activities that input events, or github.types in config or " +
    "config-file, asks for",
};

/** Why somebody was not found, in such words. */
const findings: Readonly<Record<UnresolvedReason, string>> = {
  not_found: `GitHub shows no e-mail address of this login: ${inPeople}`,
  private: `this person commits with a noreply address, which asks for privacy: ${inPeople}`,
  not_allowed: "every address that GitHub shows is outside the domains of input allow-domains",
  excluded: reasons.excluded,
  bot: reasons.bot,
  other_host: `it happened on another GitHub: ${inPeople}`,
  invalid_login: "this is no login that GitHub gives out",
  rate_limited: `GitHub wanted no more requests: ${later}`,
  unauthorized: "GitHub does not know the token in input github-token",
  forbidden:
    "the token in input github-token may not read where the address could stand; give the " +
    "job `permissions: { contents: read, pull-requests: read }`",
  budget_used_up: `one run makes no more look-ups: ${inPeople}`,
  timeout: `GitHub took too long: ${later}`,
  unavailable: `GitHub could not be reached: ${later}`,
  unexpected_answer: "GitHub's answer was not as documented",
  unexpected_error: "looking up failed for a reason of Hubline's own",
};

/** Events that tell of nothing by themselves. */
const silentEvents: ReadonlySet<string> = new Set([
  "repository_dispatch",
  "schedule",
  "workflow_dispatch",
]);

const onlyByHand = "tells of nothing by itself: say in input event what there is to tell";

const nobodyNamed = "neither an e-mail address nor a login is known; where the workflow tells of " +
  "it, input email came out empty";

/** Says why something became no event. */
export function describeReason({ reason, what, activity, unresolved }: Unsent): string {
  if (reason === "unsupported_event" && silentEvents.has(what)) return onlyByHand;
  if (reason !== "no_contact") return reasons[reason];
  if (unresolved !== undefined) return findings[unresolved.reason] + describeTried(unresolved);
  return activity !== undefined && activity.actor.login === undefined
    ? nobodyNamed
    : reasons.no_contact;
}

/** Says what to do where addresses could not be looked up. */
export function describeLookup(reason: UnresolvedReason): string {
  return findings[reason];
}

function describeTried({ tried }: Unresolved): string {
  if (tried.length === 0) return "";
  const places = tried.map(({ source, outcome }) => `${source}: ${outcome.replaceAll("_", " ")}`);
  return ` (${places.join(", ")})`;
}

import { oneLine } from "../activity/text.ts";
import { familyOf, type HubSpotEvent } from "../hubspot/events.ts";
import { redactAddresses } from "../validation/redact.ts";
import type { Explanation, PassedRule, RuleReference } from "./explain.ts";

/** Longest value and longest line that are shown, in characters. */
const longestShown = 120;
const longestLine = 1_000;

/**
 * Writes an explanation for people to read, one line of text each: what happened and to which rule it came, what each
 * rule before that missed, and what is sent. Addresses are shortened, and a value cannot start a line of its own, so it
 * may go into a log.
 */
export function describeExplanation(explanation: Explanation): string[] {
  const { activity, passed, takenBy, event } = explanation;
  const lines = [
    `${activity.type}: ${activity.subject.title}`,
    ...passed.map((rule) => `  ${describeRule(rule)} does not take it: ${describeReason(rule)}`),
    `  ${describeOutcome(takenBy, event)}`,
    ...(event === undefined ? [] : describeEvent(event).map((line) => `    ${line}`)),
  ];
  return lines.map((line) => {
    const indent = line.length - line.trimStart().length;
    return " ".repeat(indent) + redactAddresses(oneLine(line, longestLine));
  });
}

function describeRule({ number, name }: RuleReference): string {
  return name === undefined ? `Rule ${number}` : `Rule ${number} (${show(name)})`;
}

function describeReason({ part, condition, patterns, found }: PassedRule): string {
  const wanted = patterns.map(show).join(" or ");
  const values = found.length === 0 ? "nothing" : found.map(show).join(", ");
  return part === "match"
    ? `match.${condition} wants ${wanted}, found ${values}`
    : `except.${condition} refuses ${wanted}, found ${values}`;
}

function describeOutcome(
  takenBy: RuleReference | undefined,
  event: HubSpotEvent | undefined,
): string {
  if (takenBy === undefined) return "No rule takes it, so nothing is sent";
  if (event === undefined) {
    return `${describeRule(takenBy)} takes it and leaves it out (send: false)`;
  }
  return `${describeRule(takenBy)} takes it and sends this ${familyOf(event)} event`;
}

function describeEvent(event: HubSpotEvent): string[] {
  return Object.entries(event).flatMap(([key, value]: [string, unknown]) =>
    typeof value === "object" && value !== null
      ? Object.entries(value).map(([name, one]) => `${key}.${name}: ${show(String(one))}`)
      : [`${key}: ${show(String(value))}`]
  );
}

function show(text: string): string {
  return text === "" ? "nothing" : oneLine(text, longestShown);
}

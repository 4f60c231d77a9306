import type { Activity } from "../activity/activity.ts";
import type { HubSpotEvent } from "../hubspot/events.ts";
import type { People } from "./mapping.ts";
import { identifyBy } from "./people.ts";
import { compileRule, firstUncleared, type Hurdle, type Rule } from "./rules.ts";

/** A rule, as an explanation names it. */
export interface RuleReference {
  /** Its place among the rules, from 1. */
  number: number;
  /** Its name, where it has one. */
  name?: string;
}

/** A rule that did not take an activity, and the first reason why. */
export interface PassedRule extends RuleReference {
  /** A condition that did not hold (`match`), or one that did (`except`). */
  part: "match" | "except";
  /** The condition's key: `label`, `properties.state`. */
  condition: string;
  /** Its patterns. */
  patterns: readonly string[];
  /** What the activity had to compare them with; may hold addresses of people. */
  found: readonly string[];
}

/** What rules make of an activity, and why. */
export interface Explanation {
  /** The activity, with the address that `people` has for its actor. */
  activity: Activity;
  /** The rules before the one that decided, or all of them, in their order. */
  passed: PassedRule[];
  /** The rule that decided; missing where none took the activity. */
  takenBy?: RuleReference;
  /** What it makes; missing where no rule took the activity, or the one that did leaves it out. */
  event?: HubSpotEvent;
}

/** Options of {@linkcode explainRules}. */
export interface ExplainOptions {
  /** E-mail addresses by login, as `planEvents` has them. Default: none. */
  people?: People;
}

/**
 * Says what rules make of an activity: which of them takes it and what comes of that, and of those before it the first
 * condition that kept each from taking it. It decides as {@linkcode compileRules} does.
 *
 * @throws {TypeError} If a name in a rule is none, or the event has no name that HubSpot takes.
 * @throws {SyntaxError} If a template cannot be read.
 */
export function explainRules(
  rules: readonly Rule[],
  activity: Activity,
  { people = {} }: ExplainOptions = {},
): Explanation {
  const identified = identifyBy(people)(activity);
  const explanation: Explanation = { activity: identified, passed: [] };
  for (const [index, rule] of rules.map(compileRule).entries()) {
    const { name, make } = rule;
    const reference = { number: index + 1, ...(name === undefined ? {} : { name }) };
    const hurdle = firstUncleared(rule, identified);
    if (hurdle === undefined) {
      const event = make?.(identified);
      return { ...explanation, takenBy: reference, ...(event === undefined ? {} : { event }) };
    }
    explanation.passed.push({ ...reference, ...reasonOf(hurdle, identified) });
  }
  return explanation;
}

function reasonOf(
  { part, condition }: Hurdle,
  activity: Activity,
): Omit<PassedRule, keyof RuleReference> {
  const { name, patterns } = condition;
  return { part, condition: name, patterns, found: condition.found(activity) };
}

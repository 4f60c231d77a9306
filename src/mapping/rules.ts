import { compileConditions, type Condition, type RuleConditions } from "./conditions.ts";
import { compileEvent, type EventMaker, type EventTemplate } from "./event_template.ts";
import type { Activity } from "../activity/activity.ts";
import type { Mapping } from "./mapping.ts";
import { checkRuleNames } from "./rule_names.ts";

/** A rule: what it takes, and what becomes of that. The first rule that takes an activity decides. */
export interface Rule {
  /** What it is called where a rule is explained. Default: its number alone. */
  name?: string;
  /** Which activities: every condition has to hold. Default: all of them. */
  match?: RuleConditions;
  /** Which of these it does not take after all: where one of the conditions holds. Default: none of them. */
  except?: RuleConditions;
  /** The event to send, or `false` to leave these activities out. */
  send: EventTemplate | false;
}

/** A rule that is ready to be tried. */
export interface CompiledRule {
  /** What it is called, where it has a name. */
  name: string | undefined;
  /** What stands between it and an activity, in the order in which it is tried. */
  hurdles: Hurdle[];
  /** Makes the event; missing where the rule leaves its activities out. */
  make: EventMaker | undefined;
}

/** A condition that has to hold, or one that must not. */
export interface Hurdle {
  /** Which of the two. */
  part: "match" | "except";
  /** The condition. */
  condition: Condition;
}

/**
 * Makes a mapping of rules: the first that takes an activity decides.
 *
 * @throws {TypeError} If a name in a rule is none, or the event has no name that HubSpot takes.
 * @throws {SyntaxError} If a template cannot be read.
 */
export function compileRules(rules: readonly Rule[]): Mapping {
  const compiled = rules.map(compileRule);
  return (activity) =>
    compiled.find((rule) => firstUncleared(rule, activity) === undefined)?.make?.(activity);
}

/**
 * Makes one rule ready to be tried.
 *
 * @param index Its place among the rules, from 0, for messages.
 * @throws {TypeError} If a name in it is none, or the event has no name that HubSpot takes.
 * @throws {SyntaxError} If a template cannot be read.
 */
export function compileRule(rule: Rule, index: number): CompiledRule {
  checkRuleNames(rule, `rules.${index}`);
  const { name, match = {}, except = {}, send } = rule;
  const hurdles = (part: Hurdle["part"], conditions: RuleConditions) =>
    compileConditions(conditions).map((condition): Hurdle => ({ part, condition }));
  return {
    name,
    hurdles: [...hurdles("match", match), ...hurdles("except", except)],
    make: send === false ? undefined : compileEvent(send),
  };
}

/** The first thing that keeps a rule from taking an activity; nothing where the rule takes it. */
export function firstUncleared({ hurdles }: CompiledRule, activity: Activity): Hurdle | undefined {
  return hurdles.find(({ part, condition }) => condition.holds(activity) !== (part === "match"));
}

import type { Activity } from "../activity/activity.ts";
import { matchesGlob } from "../validation/glob.ts";
import { itemsOf } from "./list_text.ts";

/** A pattern in which `*` stands for any characters, or several, of which one has to fit. */
export type Patterns = string | readonly string[];

/** What a rule asks of an activity, or does not want of it. */
export interface RuleConditions {
  /** Activity type: `github.pull_request.*`. */
  type?: Patterns;
  /** Full name of the repository, compared without case: `hubline/*`. */
  repository?: Patterns;
  /** The branch that was pushed to, or that a pull request goes into, as `branches` in a workflow file. */
  branch?: Patterns;
  /** One of the labels, compared without case. */
  label?: Patterns;
  /**
   * Login, e-mail address or name of whoever did it, compared without case; a pattern with an `@` is compared with the
   * address alone.
   */
  actor?: Patterns;
  /** Values of properties by name: `{ state: ["approved", "changes_requested"] }`. */
  properties?: Record<string, Patterns>;
}

/** One condition of a rule, ready to be tried. */
export interface Condition {
  /** Its key in the rule: `label`, `properties.state`. */
  name: string;
  /** Its patterns. */
  patterns: readonly string[];
  /** What the activity has to compare them with. */
  found(activity: Activity): string[];
  /** Whether one of the patterns fits. */
  holds(activity: Activity): boolean;
}

/** What a condition compares. */
interface Comparison {
  /** Its key in the rule. */
  name: string;
  /** Values of the activity; with a pattern, those that are compared with this one. */
  found(activity: Activity, pattern?: string): string[];
  /** Whether upper and lower case are one. */
  ignoresCase: boolean;
}

/** The conditions with a key of their own, in the order in which they are tried. */
const comparisons: readonly (Comparison & { name: Exclude<keyof RuleConditions, "properties"> })[] =
  [
    { name: "type", found: ({ type }) => [type], ignoresCase: false },
    { name: "repository", found: (one) => propertyOf(one, "repository"), ignoresCase: true },
    { name: "branch", found: branchOf, ignoresCase: false },
    { name: "label", found: labelsOf, ignoresCase: true },
    { name: "actor", found: actorOf, ignoresCase: true },
  ];

/** Makes conditions ready to be tried. */
export function compileConditions(conditions: RuleConditions): Condition[] {
  const own = comparisons.flatMap((comparison) => {
    const patterns = conditions[comparison.name];
    return patterns === undefined ? [] : [compileCondition(comparison, patterns)];
  });
  const ofProperties = Object.entries(conditions.properties ?? {}).map(([name, patterns]) =>
    compileCondition({
      name: `properties.${name}`,
      found: (activity) => propertyOf(activity, name),
      ignoresCase: false,
    }, patterns)
  );
  return [...own, ...ofProperties];
}

function compileCondition(comparison: Comparison, patterns: Patterns): Condition {
  const { name, found, ignoresCase } = comparison;
  const fold = (text: string) => ignoresCase ? text.toLowerCase() : text;
  const written = typeof patterns === "string" ? [patterns] : patterns;
  const folded = written.map(fold);
  return {
    name,
    patterns: written,
    found: (activity) => found(activity),
    holds: (activity) =>
      folded.some((pattern) =>
        found(activity, pattern).some((value) => matchesGlob(pattern, fold(value)))
      ),
  };
}

function propertyOf({ properties }: Activity, name: string): string[] {
  return Object.hasOwn(properties, name) ? [String(properties[name])] : [];
}

/** Rules ask where a pull request goes, not where it comes from; other activities have one branch only. */
function branchOf(activity: Activity): string[] {
  const base = propertyOf(activity, "base_branch");
  return base.length > 0 ? base : propertyOf(activity, "branch");
}

function labelsOf(activity: Activity): string[] {
  return propertyOf(activity, "labels").flatMap(itemsOf);
}

/** Anybody may write `ceo@customer.example` where a name belongs, so a pattern for addresses is for those alone. */
function actorOf({ actor: { login, email, name } }: Activity, pattern = ""): string[] {
  const values = pattern.includes("@") ? [email] : [login, email, name];
  return values.filter((value) => value !== undefined);
}

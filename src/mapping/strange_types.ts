import * as v from "valibot";
import { matchesGlob } from "../validation/glob.ts";

/** A pattern that fits no activity type, and where it stands. */
export interface StrangeType {
  /** Keys from the top of the file to the pattern. */
  path: string[];
  /** The pattern. */
  pattern: string;
}

/** As much of a configuration as names types, each part read for itself, whatever is wrong with the rest. */
const gitHubSchema = v.object({ github: v.object({ types: v.array(v.string()) }) });
const rulesSchema = v.object({ rules: v.array(v.unknown()) });
const sendersSchema = v.object({ webhooks: v.array(v.unknown()) });
const senderSchema = v.object({ name: v.literal("github") });

/** Parts of a rule that ask for types. */
const parts = ["match", "except"] as const;

/**
 * Finds the patterns for GitHub's activity types that fit none of them: all under `github.types`, and in rules those that
 * begin with `github.`, since other sources' types are whatever their senders say.
 *
 * @param value A configuration that may break any rule.
 * @param known GitHub's activity types.
 */
export function strangeTypes(value: unknown, known: readonly string[]): StrangeType[] {
  const chosen = v.is(gitHubSchema, value)
    ? value.github.types.map((pattern, index) => ({
      path: ["github", "types", String(index)],
      pattern,
    }))
    : [];
  return [...chosen, ...typesInRules(value)].filter(({ pattern }) =>
    pattern !== "" && !known.some((type) => matchesGlob(pattern, type))
  );
}

function typesInRules(value: unknown): StrangeType[] {
  // A sender of webhooks with that very name has types of its own behind it.
  if (v.is(sendersSchema, value) && value.webhooks.some((one) => v.is(senderSchema, one))) {
    return [];
  }
  const rules = v.is(rulesSchema, value) ? value.rules : [];
  const found = rules.flatMap((rule, index) =>
    parts.flatMap((part) => patternsOf(rule, part, ["rules", String(index), part, "type"]))
  );
  return found.filter(({ pattern }) => pattern.startsWith("github."));
}

function patternsOf(rule: unknown, part: typeof parts[number], path: string[]): StrangeType[] {
  const one = v.object({ [part]: v.object({ type: v.string() }) });
  const several = v.object({ [part]: v.object({ type: v.array(v.unknown()) }) });
  if (v.is(one, rule)) return [{ path, pattern: rule[part]?.type ?? "" }];
  const patterns: unknown[] = v.is(several, rule) ? rule[part]?.type ?? [] : [];
  return patterns.flatMap((pattern, index) =>
    typeof pattern === "string" ? [{ path: [...path, String(index)], pattern }] : []
  );
}

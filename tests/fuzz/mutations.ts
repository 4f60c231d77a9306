import fc from "fast-check";
import { oddText, oddValue } from "./values.ts";

/** One change of a value that was true. */
type Change =
  | { kind: "delete" | "twice"; at: number }
  | { kind: "replace"; at: number; by: unknown }
  | { kind: "rename"; at: number; to: string }
  | { kind: "add"; at: number; name: string; value: unknown };

const at = fc.nat({ max: 100_000 });

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constantFrom<"delete" | "twice">("delete", "twice"), at }),
  fc.record({ kind: fc.constant("replace" as const), at, by: oddValue }),
  fc.record({ kind: fc.constant("replace" as const), at, by: oddValue }),
  fc.record({ kind: fc.constant("rename" as const), at, to: oddText }),
  fc.record({ kind: fc.constant("add" as const), at, name: oddText, value: oddValue }),
);

/** True values with up to four of their members gone, doubled, renamed or turned into something else; as JSON. */
export function mutatedJson(truths: readonly unknown[]): fc.Arbitrary<string> {
  const places = truths.map((truth) => ({ truth, paths: pathsOf(truth, 5) }));
  return fc.tuple(fc.constantFrom(...places), fc.array(change, { maxLength: 4 })).map(
    ([{ truth, paths }, changes]) => {
      let value = truth;
      for (const one of changes) {
        value = changed(value, paths[one.at % paths.length] ?? [], one);
      }
      return JSON.stringify(value)?.replaceAll(twiceMark, "") ?? "null";
    },
  );
}

/** As {@linkcode mutatedJson}, parsed again. */
export function mutatedValue(truths: readonly unknown[]): fc.Arbitrary<unknown> {
  return mutatedJson(truths).map((text): unknown => JSON.parse(text));
}

/** Stands behind a name that is there already, as long as the value is no text: only JSON has a name twice. */
const twiceMark = "#twice";

function changed(value: unknown, [name, ...rest]: readonly string[], change: Change): unknown {
  if (name === undefined) return change.kind === "replace" ? change.by : value;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return value;
  const entries = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
    if (key !== name) return [[key, member]];
    if (rest.length > 0) return [[key, changed(member, rest, change)]];
    switch (change.kind) {
      case "delete":
        return [];
      case "twice":
        return [[key, member], [`${key}${twiceMark}`, [member]]];
      case "replace":
        return [[key, change.by]];
      case "rename":
        return [[change.to, member]];
      case "add":
        return [[key, member], [change.name, change.value]];
    }
  });
  // Object.fromEntries makes a `__proto__` like any other name, and JSON writes it out.
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}

function pathsOf(value: unknown, depth: number): string[][] {
  if (depth === 0 || typeof value !== "object" || value === null) return [[]];
  return [
    [],
    ...Object.entries(value).flatMap(([name, member]) =>
      pathsOf(member, depth - 1).map((path) => [name, ...path])
    ),
  ];
}

import type { Activity } from "../activity/activity.ts";

/** A text with `{{path}}` places, ready to be filled in from activities. */
export interface Template {
  /** Fills in every place; undefined where the activity lacks one of them. */
  fill(activity: Activity): string | undefined;
}

const place = /\{\{([^{}]*)\}\}/g;

/** Everything that an activity has beside its properties, whose names differ from source to source. */
const fixedPaths: ReadonlySet<string> = new Set([
  "id",
  "type",
  "time",
  "actor.email",
  "actor.emailSource",
  "actor.utk",
  "actor.objectId",
  "actor.login",
  "actor.name",
  "subject.title",
  "subject.url",
]);

/** Names one property; `toString` and the like are none. */
const propertyPath = /^properties\.[\w-]+$/;

/**
 * Reads a template. Values are put in as they are: what an activity says is never read as a template again.
 *
 * @throws {SyntaxError} If a place holds no path of an activity, or braces do not match.
 */
export function compileTemplate(text: string): Template {
  const literals: string[] = [];
  const paths: string[][] = [];
  let end = 0;
  for (const match of text.matchAll(place)) {
    const name = (match[1] ?? "").trim();
    if (!fixedPaths.has(name) && !propertyPath.test(name)) {
      throw new SyntaxError(
        `Cannot read the template: expected properties.{name} or one of ${
          [...fixedPaths].join(", ")
        }, found ${match[0]}`,
      );
    }
    literals.push(text.slice(end, match.index));
    paths.push(name.split("."));
    end = match.index + match[0].length;
  }
  literals.push(text.slice(end));
  if (literals.some((literal) => literal.includes("{{") || literal.includes("}}"))) {
    throw new SyntaxError(`Cannot read the template: braces do not match in ${text}`);
  }
  return {
    fill(activity) {
      let filled = literals[0] ?? "";
      for (const [i, names] of paths.entries()) {
        const value = lookUp(activity, names);
        if (value === undefined) return undefined;
        filled += value + (literals[i + 1] ?? "");
      }
      return filled;
    },
  };
}

function lookUp(activity: Activity, names: readonly string[]): string | undefined {
  let value: unknown = activity;
  for (const name of names) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) {
      return undefined;
    }
    value = Reflect.get(value, name);
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

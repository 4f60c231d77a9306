import type { Activity } from "../activity/activity.ts";
import { type Filter, makeFilter } from "./filters.ts";
import { suggestion } from "../activity/nearest.ts";
import { type Place, readPlaces } from "./places.ts";

/** A text with `{{path | filter}}` places, ready to be filled in from activities. */
export interface Template {
  /** Fills in every place; undefined where one of them has no value. */
  fill(activity: Activity): string | undefined;
}

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
 * @throws {SyntaxError} If a place holds no path of an activity, a filter or its argument is none that there is, or
 * braces or quotes do not match.
 */
export function compileTemplate(text: string): Template {
  const { literals, places } = readPlaces(text);
  const values = places.map(compilePlace);
  return {
    fill(activity) {
      let filled = literals[0] ?? "";
      for (const [index, valueOf] of values.entries()) {
        const value = valueOf(activity);
        if (value === undefined) return undefined;
        filled += value + (literals[index + 1] ?? "");
      }
      return filled;
    },
  };
}

function compilePlace({ path, filters }: Place): (activity: Activity) => string | undefined {
  checkPath(path);
  const names = path.split(".");
  const changes: Filter[] = filters.map(({ name, argument }) => makeFilter(name, argument));
  return (activity) =>
    changes.reduce<string | undefined>(
      (value, change) => change(value),
      lookUp(activity, names),
    );
}

function checkPath(path: string): void {
  if (fixedPaths.has(path) || propertyPath.test(path)) return;
  throw new SyntaxError(
    `Cannot read the template: expected properties.{name} or one of ${
      [...fixedPaths].join(", ")
    }, found ${path === "" ? "nothing" : path}${suggestion(path, fixedPaths)}`,
  );
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

/**
 * Where something stands in a payload: names with dots between them, as in `data.user.email`; a number is a position in a
 * list. Of several paths, the first that leads to something usable counts.
 */
export type PayloadPath = string | readonly string[];

/** A path, read: the names of each of its alternatives. */
export type CompiledPath = readonly (readonly string[])[];

/** Deepest place that a path may name. */
const mostNames = 20;

/**
 * Reads a path. Throws a `TypeError` that names `option` for what is none.
 */
export function compilePath(path: PayloadPath, option: string): CompiledPath {
  const paths: readonly unknown[] = Array.isArray(path) ? path : [path];
  if (paths.length === 0) {
    throw new TypeError(`Cannot read ${option}: expected at least one path, found none`);
  }
  return paths.map((one) => {
    const names = typeof one === "string" ? one.split(".") : [];
    if (names.length === 0 || names.length > mostNames || names.includes("")) {
      throw new TypeError(
        `Cannot read ${option}: expected a path like data.user.email, found ${
          JSON.stringify(one)?.slice(0, 100)
        }`,
      );
    }
    return names;
  });
}

/** Gives what stands at each of the alternatives, in order; only what the payload itself holds is found. */
export function* valuesAt(payload: unknown, path: CompiledPath): Generator<unknown> {
  for (const names of path) {
    const value = valueAt(payload, names);
    if (value !== undefined && value !== null) yield value;
  }
}

function valueAt(payload: unknown, names: readonly string[]): unknown {
  let value = payload;
  for (const name of names) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) {
      return undefined;
    }
    value = Reflect.get(value, name);
  }
  return value;
}

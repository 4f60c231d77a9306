import { issueAt, type Validated } from "./issues.ts";

/**
 * What a value has to be, in plain functions: that is faster than a schema of Valibot, which makes a dozen objects for each
 * that it looks into, and leaves Valibot out of the client. A schema can be made of a rule where one is wanted.
 */
export interface Rule<T> {
  /** What it is the rule of: for the compiler alone, so that a rule of another type does not take its place. */
  type?: T;
  /** Whether a value is of the right sort, whatever its members are. */
  fits(found: unknown): boolean;
  /** Says of a value of another sort what was expected. */
  messageFor(found: unknown): string;
  /** What is wrong with the members of a value of the right sort. */
  faultsIn(found: Members): Fault[];
}

/** An object, by the names of its members. */
export type Members = Readonly<Record<string, unknown>>;

/** A member that is not as it has to be. */
export interface Fault {
  /** The names that lead to it, from the outside in; none for the whole. */
  path: readonly string[];
  /** What was expected. */
  message: string;
}

/** Rules for the fields of an object, by name. */
export type Fields = Readonly<Record<string, Rule<unknown>>>;

/** The rule of an object whose fields are known. */
export interface FieldsRule<T> extends Rule<T> {
  /** Fields that have to be there. */
  needed: Fields;
  /** Fields that may be there. */
  others: Fields;
}

/** A rule for each field of a type: one that is forgotten, misspelt or of another type does not compile. */
export type FieldsOf<T> = {
  readonly [Name in keyof T]-?: Rule<Exclude<T[Name], undefined>>;
};

/** Names of the fields that may be missing. */
type Optional<T> = { [Name in keyof T]-?: object extends Pick<T, Name> ? Name : never }[keyof T];

/** Makes the rule of a value that is looked at as a whole. */
export function rule<T>(
  holds: (found: unknown) => found is T,
  messageFor: (found: unknown) => string,
): Rule<T> {
  return { fits: holds, messageFor, faultsIn: () => [] };
}

/**
 * Makes the rule of an object that has the fields that it needs, perhaps some of the others, and none besides.
 *
 * @param check What has to be true of the whole, besides; gives what was expected where it is not.
 */
export function fieldsRule<T extends object>(
  needed: FieldsOf<Omit<T, Optional<T>>>,
  others: FieldsOf<Pick<T, Optional<T>>>,
  check?: (found: Members) => string | undefined,
): FieldsRule<T> {
  const byName = new Map<string, Rule<unknown>>(Object.entries({ ...needed, ...others }));
  return {
    fits: isRecord,
    messageFor: () => "Expected an object",
    faultsIn,
    needed,
    others,
  };

  function faultsIn(found: Members): Fault[] {
    const faults: Fault[] = [];
    for (const name in needed) {
      if (Object.hasOwn(found, name)) continue;
      faults.push({ path: [name], message: "Expected this field, found none" });
    }
    for (const name of Object.keys(found)) {
      for (const { path, message } of faultsOf(byName.get(name) ?? noField, found[name])) {
        faults.push({ path: [name, ...path], message });
      }
    }
    const message = check?.(found);
    if (message !== undefined) faults.push({ path: [], message });
    return faults;
  }
}

const noField = rule(
  (_found): _found is never => false,
  () => "Expected no field of this name",
);

/** Checks a value from outside against a rule. */
export function validateWith<T>(rule: Rule<T>, found: unknown): Validated<T> {
  const faults = faultsOf(rule, found);
  if (isFaultless<T>(found, faults)) return { ok: true, value: found };
  return { ok: false, issues: faults.map(({ path, message }) => issueAt(path, message)) };
}

/** Whether a value is an object and no list. */
export function isRecord(found: unknown): found is Members {
  return typeof found === "object" && found !== null && !Array.isArray(found);
}

/** Says what was found where something else was expected: a text itself, of an object its sort. */
export function wordsFor(found: unknown): string {
  if (typeof found === "string") return `"${found}"`;
  return Object(found) === found
    ? Object.prototype.toString.call(found).slice(8, -1)
    : String(found);
}

/** Whether a value is as its rule has it, whose faults these are. */
function isFaultless<T>(_found: unknown, faults: readonly Fault[]): _found is T {
  return faults.length === 0;
}

function faultsOf(rule: Rule<unknown>, found: unknown): Fault[] {
  if (!rule.fits(found)) return [{ path: [], message: rule.messageFor(found) }];
  return isRecord(found) ? rule.faultsIn(found) : [];
}

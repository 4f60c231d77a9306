import * as v from "valibot";

/** Fields of an object, by name. */
export type Fields = Readonly<Record<string, v.GenericSchema<unknown, unknown>>>;

/** What the first part of such a schema says of it, for whoever describes it. */
export interface FieldsSchema {
  /** Fields that have to be there. */
  needed: Fields;
  /** Fields that may be there. */
  others: Fields;
}

/** A schema for each field of a type: one that is forgotten, misspelt or of another type does not compile. */
export type FieldsOf<T> = {
  readonly [Name in keyof T]-?: v.GenericSchema<unknown, Exclude<T[Name], undefined>>;
};

/** Names of the fields that may be missing. */
type Optional<T> = { [Name in keyof T]-?: object extends Pick<T, Name> ? Name : never }[keyof T];

/**
 * Checks an object that has the fields that it needs, perhaps some of the others, and none besides. Unlike Valibot's own
 * strict object it tells of every field too many; it also takes less than half the time and the bytes, because it makes
 * no second object.
 */
export function exactFields<T extends object>(
  needed: FieldsOf<Omit<T, Optional<T>>>,
  others: FieldsOf<Pick<T, Optional<T>>>,
): v.GenericSchema<unknown, T> {
  const names = Object.keys(needed);
  const all: Fields = { ...needed, ...others };
  const fields = new Map(Object.entries(all));
  const told: FieldsSchema = { needed, others };
  return v.pipe(
    Object.assign(v.custom<T>(isObject, "Expected an object"), told),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const input = dataset.value;
      for (const key of names) {
        if (!Object.hasOwn(input, key)) tell("Expected this field, found none", key);
      }
      for (const key of Object.keys(input)) {
        const field = fields.get(key);
        if (field === undefined) tell("Expected no field of this name", key);
        else {
          const { issues = [] } = v.safeParse(field, Reflect.get(input, key));
          for (const { message, path } of issues) tell(message, key, path);
        }
      }

      function tell(message: string, key: string, within: v.IssuePathItem[] = []): void {
        const value: unknown = Reflect.get(input, key);
        addIssue({
          message,
          path: [{ type: "unknown", origin: "value", input, key, value }, ...within],
        });
      }
    }),
  );
}

function isObject(found: unknown): boolean {
  return typeof found === "object" && found !== null && !Array.isArray(found);
}

import * as v from "valibot";
import { describeFound } from "./found.ts";
import { suggestion } from "../activity/nearest.ts";

/**
 * Checks an object that has these keys and no others. Unlike Valibot's own strict object it reports every key that is
 * none, and asks for the one that was probably meant.
 */
export function closedObject<T extends v.ObjectEntries>(
  entries: T,
): v.GenericSchema<unknown, v.InferOutput<v.LooseObjectSchema<T, undefined>>> {
  const keys = Object.keys(entries);
  return v.pipe(
    v.custom<Record<string, unknown>>(
      isObject,
      ({ input }) => `Expected fields (${keys.join(", ")}), found ${describeFound(input)}`,
    ),
    v.looseObject(entries, "Expected this field, found none"),
    v.rawCheck(({ dataset, addIssue }) => {
      const input = dataset.value;
      if (!isObject(input)) return;
      for (const [key, value] of Object.entries(input)) {
        if (keys.includes(key)) continue;
        addIssue({
          message: `Expected no field of this name, but one of ${keys.join(", ")}${
            suggestion(key, keys)
          }`,
          path: [{ type: "object", origin: "key", input, key, value }],
        });
      }
    }),
  );
}

function isObject(input: unknown): input is Record<string, unknown> {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

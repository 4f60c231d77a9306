import type * as v from "valibot";
import { validate } from "../../validation/issues.ts";
import { invalidPayload } from "../json_body.ts";

/** Checks a payload and gives the part of it that is read; throws a `SourceError` `invalid_payload`. */
export function read<T>(schema: v.GenericSchema<unknown, T>, payload: unknown): T {
  const checked = validate(schema, payload);
  if (checked.ok) return checked.value;
  throw invalidPayload(checked.issues);
}

import * as v from "valibot";
import { validate } from "../../../validation/issues.ts";
import type { LocalContact } from "../../records.ts";
import { invalid, jsonAnswer, type Problem } from "../answers.ts";
import type { EndpointContext } from "../endpoint.ts";
import { identifier, orRequired, text } from "../fields.ts";
import { isoNow } from "../occurrence.ts";
import { contactAnswer } from "./record.ts";

/** HubSpot's limit for batches of records. */
const maxInputs = 100;

/** A read of contacts. */
interface BatchRead {
  /** Ids, or values of `idProperty`. */
  inputs: { id: string }[];
  /** What `id` is. */
  idProperty: "email" | "hs_object_id";
  /** What to answer of each contact. */
  properties: string[];
}

const batchReadSchema: v.GenericSchema<unknown, BatchRead> = v.object({
  inputs: v.pipe(
    v.array(v.object({ id: identifier }, orRequired("Give an id")), "Give an array of inputs"),
    v.minLength(1, "Give at least one input"),
    v.maxLength(maxInputs, `Give at most ${maxInputs} inputs`),
  ),
  idProperty: v.optional(
    v.picklist(["email", "hs_object_id"], "Give email or hs_object_id"),
    "hs_object_id",
  ),
  properties: v.optional(v.array(text, "Give an array of names"), []),
}, orRequired("Give an object with inputs"));

/**
 * Reads contacts by id or address. A further address leads to its contact, whose answer does not say by which it was
 * found; a contact that is found twice is answered once. Who is not found is named in a 207.
 */
export function readContacts(
  body: unknown,
  { account, deps }: EndpointContext,
): Response | Problem {
  const startedAt = isoNow(deps);
  const read = validate(batchReadSchema, body);
  if (!read.ok) return invalid(read.issues);
  const { inputs, idProperty, properties } = read.value;
  const found = new Map<string, LocalContact>();
  const missing: string[] = [];
  for (const { id: given } of inputs) {
    const id = idProperty === "email" ? account.byEmail(given) : given;
    const contact = id === undefined ? undefined : account.contact(id);
    if (contact === undefined) missing.push(given);
    else found.set(contact.id, contact);
  }
  const answer = {
    status: "COMPLETE",
    results: [...found.values()].map((contact) => contactAnswer(contact, properties)),
    startedAt,
    completedAt: isoNow(deps),
  };
  if (missing.length === 0) return jsonAnswer(200, answer);
  return jsonAnswer(207, { ...answer, numErrors: 1, errors: [notFoundError(missing)] });
}

// Word for word what HubSpot answers, which clients look for.
function notFoundError(ids: readonly string[]) {
  return {
    status: "error",
    category: "OBJECT_NOT_FOUND",
    message:
      "Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.",
    context: { ids },
  };
}

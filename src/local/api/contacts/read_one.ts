import { invalid, jsonAnswer, type Problem } from "../answers.ts";
import type { Call, EndpointContext } from "../endpoint.ts";
import { contactAnswer } from "./record.ts";

/** Reads one contact by its id, or by an address of its where the query has `idProperty=email`. */
export function readContact(
  { param, query, queries }: Call,
  { account, deps }: EndpointContext,
): Response | Problem {
  const given = param("contactId");
  const idProperty = query("idProperty") ?? "hs_object_id";
  if (idProperty !== "email" && idProperty !== "hs_object_id") {
    return invalid([{ path: "idProperty", message: "Give email or hs_object_id" }]);
  }
  const id = idProperty === "email" ? account.byEmail(given) : given;
  const contact = id === undefined ? undefined : account.contact(id);
  if (contact !== undefined) return jsonAnswer(200, contactAnswer(contact, asked(queries)));
  if (idProperty === "hs_object_id" && !/^\d+$/.test(given)) return notNumeric(given);
  // Without a category, as integrators have recorded it.
  const correlationId = deps.uuid();
  return jsonAnswer(404, { status: "error", message: "resource not found", correlationId });
}

/** Names of properties: HubSpot's page has commas between them, and its own client repeats the parameter. */
function asked(queries: Call["queries"]): string[] {
  return queries("properties").flatMap((names) => names.split(","))
    .map((name) => name.trim()).filter((name) => name !== "");
}

// Word for word, with its two spaces, what HubSpot answers: https://github.com/HubSpot/hubspot-api-nodejs/issues/669
function notNumeric(id: string): Problem {
  return {
    status: 404,
    category: "OBJECT_NOT_FOUND",
    message: "Object not found.  objectId are usually numeric.",
    context: { id: [id] },
  };
}

import * as v from "valibot";
import { call } from "./call.ts";
import { connect, type ConnectionOptions } from "./connection.ts";
import type { RequestOptions } from "./request_options.ts";

/** Which app-event type is meant, in the words of its developer project. */
export interface EventTypeSymbol extends RequestOptions {
  /** Name of the developer project. */
  projectName: string;
  /** The event type's `uid` in its `-hsmeta.json` file. */
  developerSymbol: string;
  /** Version of the timeline API. HubSpot ends `v4` on 2027-03-30. Default: `2026-03`. */
  version?: "v4" | `${number}-${number}`;
}

function resolutionSchema(): v.GenericSchema<unknown, { fullyQualifiedName: string }> {
  return v.object({
    fullyQualifiedName: v.pipe(v.string(), v.nonEmpty("Expected a name, found none")),
  });
}

/**
 * Finds the fully qualified name of an app-event type, for `eventTypeName`. Wants a token with the scope
 * `developers-read`.
 *
 * @throws {HubSpotError} With code `not_found` if there is no such type, otherwise what a receipt would say.
 * @throws {TypeError} If the version cannot be one.
 * @see https://developers.hubspot.com/docs/apps/developer-platform/add-features/app-events/send-event-occurrences
 *
 * @example
 * ```ts
 * import { findEventTypeName } from "@hubline/timeline";
 *
 * const connection = {
 *   accessToken: "the-token",
 *   deps: {
 *     // Stands in for HubSpot here; leave it out.
 *     fetch: () => Promise.resolve(Response.json({ fullyQualifiedName: "ae1_signed_up" })),
 *   },
 * };
 * const eventTypeName = await findEventTypeName(connection, {
 *   projectName: "my-project",
 *   developerSymbol: "signed_up",
 * });
 * if (eventTypeName !== "ae1_signed_up") throw new Error("Expected the name of the answer");
 * ```
 */
export async function findEventTypeName(
  connection: ConnectionOptions,
  { projectName, developerSymbol, version = "2026-03", signal }: EventTypeSymbol,
): Promise<string> {
  if (!/^(?:v\d|\d{4}-\d{2})$/.test(version)) {
    throw new TypeError(`Cannot ask HubSpot: version must be as in 2026-03 or v4: ${version}`);
  }
  const { fullyQualifiedName } = await call(connect(connection), {
    operation: "find the event type",
    method: "POST",
    path: `/integrators/timeline/${version}/types/projects`,
    body: JSON.stringify({ projectName, developerSymbol }),
  }, { schema: resolutionSchema(), signal });
  return fullyQualifiedName;
}

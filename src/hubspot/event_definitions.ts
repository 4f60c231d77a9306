import { call, nothing } from "./call.ts";
import { connect, type ConnectionOptions } from "./connection.ts";
import { HubSpotError } from "./errors.ts";
import {
  definitionSchema,
  type EventDefinition,
  type EventDefinitionPage,
  type EventDefinitionUpdate,
  type NewEventDefinition,
  pageSchema,
} from "./event_definition_schemas.ts";
import {
  type EventProperty,
  eventPropertySchema,
  type EventPropertyUpdate,
  type NewEventProperty,
  propertyBody,
  propertyUpdateBody,
} from "./event_properties.ts";
import { pathPart } from "./path_part.ts";
import type { RequestOptions } from "./request_options.ts";
import { retryWhereUndone } from "./retry_where_undone.ts";

/** Settings of {@linkcode createEventDefinitions}. The token wants `behavioral_events.event_definitions.read_write`. */
export interface EventDefinitionsOptions extends ConnectionOptions {
  /**
   * Version of the API; HubSpot ends `v3` in September 2027. The guide has `custom/2026-03` for an address, the reference
   * `2026-03`; 2025-09 and 2026-09 have `custom/` in both. Default: `2026-03`.
   */
  version?: "v3" | `${number}-${number}` | `custom/${number}-${number}`;
}

/** Which definitions are wanted. */
export interface EventDefinitionSearch extends RequestOptions {
  /** What their names hold. Default: anything. */
  searchString?: string;
  /** Whether their properties come with them. Default: as HubSpot does. */
  includeProperties?: boolean;
  /** Most definitions in one answer, a whole number from 1. Default: as HubSpot does. */
  limit?: number;
  /** In which order, in HubSpot's words, which its pages do not list. Default: as HubSpot does. */
  sortOrder?: string;
  /** Where to go on: `after` of an {@linkcode EventDefinitionPage}. Default: at the first. */
  after?: string;
}

/**
 * The custom-event definitions of an account. Each function throws a {@linkcode HubSpotError} where HubSpot does not do
 * it: `not_found` where there is no such definition or property, `conflict` where there is one already, otherwise what a
 * receipt would say. Names are those for programs, without `pe{HubID}_`.
 */
export interface EventDefinitions {
  /** Gives all definitions, one after the other, asking for the next page only when it is needed. */
  list(search?: EventDefinitionSearch): AsyncGenerator<EventDefinition, void, undefined>;
  /** Gives one page of them. */
  page(search?: EventDefinitionSearch): Promise<EventDefinitionPage>;
  /** Gives the definition of this name. */
  get(name: string, options?: RequestOptions): Promise<EventDefinition>;
  /**
   * Defines a custom event; HubSpot takes 500 for each account. Where no answer tells whether that was done, it is not
   * tried again.
   */
  create(definition: NewEventDefinition, options?: RequestOptions): Promise<EventDefinition>;
  /** Changes label or description of the definition of this name. */
  update(
    name: string,
    update: EventDefinitionUpdate,
    options?: RequestOptions,
  ): Promise<EventDefinition>;
  /** Deletes a definition and all its events, for good; its name cannot be used again. */
  delete(name: string, options?: RequestOptions): Promise<void>;
  /** Adds a property to a definition, in the same way once. */
  createProperty(
    name: string,
    property: NewEventProperty,
    options?: RequestOptions,
  ): Promise<EventProperty>;
  /** Changes the property `propertyName` of a definition. */
  updateProperty(
    name: string,
    property: EventPropertyUpdate & { propertyName: string },
    options?: RequestOptions,
  ): Promise<EventProperty>;
  /** Deletes a property of a definition; events that have a value of it keep it. */
  deleteProperty(name: string, propertyName: string, options?: RequestOptions): Promise<void>;
}

/**
 * Manages custom-event definitions, which say what custom events an account takes.
 *
 * @throws {TypeError} If a credential, an address or a version is none.
 * @see https://developers.hubspot.com/docs/api-reference/latest/events/define-events/guide
 *
 * @example
 * ```ts
 * import { createEventDefinitions } from "@hubline/timeline";
 *
 * const definitions = createEventDefinitions({
 *   accessToken: "the-token",
 *   deps: {
 *     // Stands in for HubSpot here; leave it out.
 *     fetch: (_, { body = "{}" }) => {
 *       const { name, label } = JSON.parse(body);
 *       const fullyQualifiedName = `pe1_${name}`;
 *       return Promise.resolve(
 *         Response.json({ id: "1", name, fullyQualifiedName, labels: { singular: label } }),
 *       );
 *     },
 *   },
 * });
 * const definition = await definitions.create({
 *   name: "signed_up",
 *   label: "Signed up",
 *   propertyDefinitions: [{ name: "plan", label: "Plan", type: "string" }],
 * });
 * // Send events with it as `eventName`.
 * if (definition.fullyQualifiedName !== "pe1_signed_up") throw new Error("Expected the whole name");
 * ```
 */
export function createEventDefinitions(options: EventDefinitionsOptions): EventDefinitions {
  const { version = "2026-03" } = options;
  if (!/^(?:v\d|(?:custom\/)?\d{4}-\d{2})$/.test(version)) {
    throw new TypeError(
      `Cannot manage event definitions: version must be as in 2026-03 or v3: ${version}`,
    );
  }
  const connection = connect(options);
  const base = `/events/${version}/event-definitions`;
  const pathOf = (name: string) => `${base}/${pathPart("name", name)}`;
  const propertyPathOf = (name: string, propertyName: string) =>
    `${pathOf(name)}/property/${pathPart("propertyName", propertyName)}`;
  const definitions: EventDefinitions = {
    async *list(search = {}) {
      let after = search.after;
      for (;;) {
        const from = after === undefined ? {} : { after };
        const page = await definitions.page({ ...search, ...from });
        yield* page.results;
        if (page.after === undefined) return;
        if (page.after === after) {
          throw new HubSpotError(
            "unclear_answer",
            "Cannot list event definitions: HubSpot's next page is the same again",
          );
        }
        after = page.after;
      }
    },
    async page({ signal, ...search } = {}) {
      const path = `${base}${queryOf(search)}`;
      const request = { operation: "list event definitions", method: "GET", path } as const;
      const { results, total, paging } = await call(connection, request, {
        schema: pageSchema(),
        signal,
      });
      const after = paging?.next?.after;
      return {
        results,
        ...(total === undefined ? {} : { total }),
        ...(after === undefined ? {} : { after }),
      };
    },
    async get(name, { signal } = {}) {
      const path = pathOf(name);
      const request = { operation: "read the event definition", method: "GET", path } as const;
      return await call(connection, request, { schema: definitionSchema(), signal });
    },
    async create(definition, { signal } = {}) {
      const { propertyDefinitions = [], includeDefaultProperties = true } = definition;
      const body = {
        label: definition.label,
        name: definition.name,
        description: definition.description,
        primaryObject: definition.primaryObject,
        customMatchingId: definition.customMatchingId,
        propertyDefinitions: propertyDefinitions.map(propertyBody),
        includeDefaultProperties,
      };
      return await call(connection, {
        operation: "create the event definition",
        method: "POST",
        path: base,
        body: JSON.stringify(body),
        adaptPolicy: retryWhereUndone,
      }, { schema: definitionSchema(), signal });
    },
    async update(name, { label, description }, { signal } = {}) {
      return await call(connection, {
        operation: "update the event definition",
        method: "PATCH",
        path: pathOf(name),
        body: JSON.stringify({ label, description }),
      }, { schema: definitionSchema(), signal });
    },
    async delete(name, { signal } = {}) {
      const path = pathOf(name);
      const request = { operation: "delete the event definition", method: "DELETE", path } as const;
      await call(connection, request, { schema: nothing, signal });
    },
    async createProperty(name, property, { signal } = {}) {
      return await call(connection, {
        operation: "create the event's property",
        method: "POST",
        path: `${pathOf(name)}/property`,
        body: JSON.stringify(propertyBody(property)),
        adaptPolicy: retryWhereUndone,
      }, { schema: eventPropertySchema(), signal });
    },
    async updateProperty(name, { propertyName, ...update }, { signal } = {}) {
      return await call(connection, {
        operation: "update the event's property",
        method: "PATCH",
        path: propertyPathOf(name, propertyName),
        body: JSON.stringify(propertyUpdateBody(update)),
      }, { schema: eventPropertySchema(), signal });
    },
    async deleteProperty(name, propertyName, { signal } = {}) {
      const path = propertyPathOf(name, propertyName);
      const request = { operation: "delete the event's property", method: "DELETE", path } as const;
      await call(connection, request, { schema: nothing, signal });
    },
  };
  return definitions;
}

function queryOf(search: Omit<EventDefinitionSearch, "signal">): string {
  const { limit, searchString, includeProperties, sortOrder, after } = search;
  if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 1)) {
    throw new RangeError(
      `Cannot list event definitions: limit must be a whole number from 1: ${limit}`,
    );
  }
  const query = new URLSearchParams();
  const fields = { limit, searchString, includeProperties, sortOrder, after };
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? "" : `?${query}`;
}

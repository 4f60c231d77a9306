import { call, nothing } from "./call.ts";
import type { ApiRequest, ConnectionOptions } from "./connection.ts";
import { connectWithKey, type KeyedConnectionOptions } from "./developer_key.ts";
import {
  type NewTimelineEventTemplate,
  templateSchema,
  templatesSchema,
  templateTokenSchema,
  type TimelineEventTemplate,
  type TimelineEventTemplateToken,
  type TimelineEventTemplateUpdate,
  type TimelineTokenUpdate,
} from "./event_template_schemas.ts";
import { pathPart } from "./path_part.ts";
import type { RequestOptions } from "./request_options.ts";
import { retryWhereUndone } from "./retry_where_undone.ts";

/** Which app's templates are meant. */
export interface EventTemplatesApp {
  /** Id of the app, a whole number. */
  appId: number;
}

/**
 * Settings of {@linkcode createEventTemplates}: `accessToken` with the scopes `developers-read` and `developers-write`,
 * or `developerKey`.
 */
export type EventTemplatesOptions =
  & EventTemplatesApp
  & (ConnectionOptions | KeyedConnectionOptions);

/**
 * The event templates of an app. Each function throws a {@linkcode HubSpotError} where HubSpot does not do it:
 * `not_found` where there is no such template or token, otherwise what a receipt would say.
 */
export interface EventTemplates {
  /** Gives all templates of the app. */
  list(options?: RequestOptions): Promise<TimelineEventTemplate[]>;
  /** Gives one template. */
  get(eventTemplateId: string, options?: RequestOptions): Promise<TimelineEventTemplate>;
  /**
   * Makes a template; HubSpot takes 750 for each app. Where no answer tells whether it was made, it is not tried again,
   * because that would make two.
   */
  create(
    template: NewTimelineEventTemplate,
    options?: RequestOptions,
  ): Promise<TimelineEventTemplate>;
  /** Replaces a template by this one. */
  update(
    template: TimelineEventTemplateUpdate,
    options?: RequestOptions,
  ): Promise<TimelineEventTemplate>;
  /** Deletes a template, and with it all its events in every account, for good. */
  delete(eventTemplateId: string, options?: RequestOptions): Promise<void>;
  /** Adds a token to a template, in the same way once; HubSpot takes 500 for each template. */
  createToken(
    eventTemplateId: string,
    token: TimelineEventTemplateToken,
    options?: RequestOptions,
  ): Promise<TimelineEventTemplateToken>;
  /** Changes the token of this name, whose name and type stay what they are. */
  updateToken(
    eventTemplateId: string,
    token: TimelineTokenUpdate & Pick<TimelineEventTemplateToken, "name">,
    options?: RequestOptions,
  ): Promise<TimelineEventTemplateToken>;
  /** Deletes the token of this name. */
  deleteToken(eventTemplateId: string, name: string, options?: RequestOptions): Promise<void>;
}

/**
 * Manages the event templates of the timeline API `v3`, which HubSpot ends in September 2027. Only an app that had
 * templates before may make any.
 *
 * @throws {TypeError} If a credential or an address is none.
 * @throws {RangeError} If `appId` is no whole number from 1.
 * @see https://developers.hubspot.com/docs/api/crm/timeline
 *
 * @example
 * ```ts
 * import { createEventTemplates } from "@hubline/timeline";
 *
 * const templates = createEventTemplates({
 *   appId: 123,
 *   developerKey: "the-key",
 *   deps: {
 *     // Stands in for HubSpot here; leave it out.
 *     fetch: (_, { body = "{}" }) => Promise.resolve(Response.json({ ...JSON.parse(body), id: "1" })),
 *   },
 * });
 * const { id, tokens } = await templates.create({
 *   name: "Signed up",
 *   objectType: "contacts",
 *   headerTemplate: "Signed up for {{plan}}",
 *   tokens: [{ name: "plan", label: "Plan", type: "string" }],
 * });
 * if (id !== "1" || tokens[0]?.name !== "plan") throw new Error("Expected the template");
 * ```
 */
export function createEventTemplates(options: EventTemplatesOptions): EventTemplates {
  const { appId } = options;
  if (!Number.isSafeInteger(appId) || appId < 1) {
    throw new RangeError(
      `Cannot manage event templates: appId must be a whole number from 1: ${appId}`,
    );
  }
  const connection = connectWithKey(options);
  const base = `/integrators/timeline/v3/${appId}/event-templates`;
  const pathOf = (id: string) => `${base}/${pathPart("eventTemplateId", id)}`;
  return {
    async list({ signal } = {}) {
      const request: ApiRequest = { operation: "list event templates", method: "GET", path: base };
      const { results } = await call(connection, request, { schema: templatesSchema(), signal });
      return results;
    },
    async get(eventTemplateId, { signal } = {}) {
      const path = pathOf(eventTemplateId);
      const request: ApiRequest = { operation: "read the event template", method: "GET", path };
      return await call(connection, request, { schema: templateSchema(), signal });
    },
    async create(template, { signal } = {}) {
      const { name, objectType, tokens = [], headerTemplate, detailTemplate } = template;
      const texts = { headerTemplate, detailTemplate };
      return await call(connection, {
        operation: "create the event template",
        method: "POST",
        path: base,
        body: JSON.stringify({ name, objectType, ...texts, tokens: tokens.map(tokenBody) }),
        adaptPolicy: retryWhereUndone,
      }, { schema: templateSchema(), signal });
    },
    async update(template, { signal } = {}) {
      const { id, name, tokens, headerTemplate, detailTemplate } = template;
      const texts = { headerTemplate, detailTemplate };
      return await call(connection, {
        operation: "update the event template",
        method: "PUT",
        path: pathOf(id),
        body: JSON.stringify({ id, name, ...texts, tokens: tokens.map(tokenBody) }),
      }, { schema: templateSchema(), signal });
    },
    async delete(eventTemplateId, { signal } = {}) {
      const path = pathOf(eventTemplateId);
      const request: ApiRequest = {
        operation: "delete the event template",
        method: "DELETE",
        path,
      };
      await call(connection, request, { schema: nothing, signal });
    },
    async createToken(eventTemplateId, token, { signal } = {}) {
      return await call(connection, {
        operation: "create the template's token",
        method: "POST",
        path: `${pathOf(eventTemplateId)}/tokens`,
        body: JSON.stringify(tokenBody(token)),
        adaptPolicy: retryWhereUndone,
      }, { schema: templateTokenSchema(), signal });
    },
    async updateToken(eventTemplateId, token, { signal } = {}) {
      const { name, label, options: values = [], objectPropertyName } = token;
      return await call(connection, {
        operation: "update the template's token",
        method: "PUT",
        path: `${pathOf(eventTemplateId)}/tokens/${pathPart("name", name)}`,
        body: JSON.stringify({ label, options: values, objectPropertyName }),
      }, { schema: templateTokenSchema(), signal });
    },
    async deleteToken(eventTemplateId, name, { signal } = {}) {
      await call(connection, {
        operation: "delete the template's token",
        method: "DELETE",
        path: `${pathOf(eventTemplateId)}/tokens/${pathPart("name", name)}`,
      }, { schema: nothing, signal });
    },
  };
}

/** What HubSpot takes of a token; a list of options has to be there whatever its type. */
function tokenBody(token: TimelineEventTemplateToken): Record<string, unknown> {
  const { name, label, type, options = [], objectPropertyName } = token;
  return { name, label, type, options, objectPropertyName };
}

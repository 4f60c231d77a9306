import { type ConversionConfig, type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import {
  appEventSchema,
  customEventSchema,
  timelineEventSchema,
} from "../../src/hubspot/event_schemas.ts";
import type { FieldsSchema } from "../../src/validation/schema_of.ts";

/** Where the document lives in the repository. */
export const openApiPath = "schema/openapi.json";

/** A value of each kind. */
const samples: Readonly<Record<string, unknown>> = {
  text: "text",
  email: "a@b.co",
  time: "2026-01-01T00:00:00Z",
  address: "https://example.com/",
  number: 1,
  boolean: true,
  object: { a: "b" },
  list: ["a"],
  null: null,
  empty: "",
};

/** What a schema that runs code takes, of each kind of value, and what it is in JSON Schema then. */
const kinds: readonly { takes: readonly string[]; schema: JsonSchema }[] = [
  { takes: ["text", "email", "time", "address"], schema: { type: "string", minLength: 1 } },
  { takes: ["email"], schema: { type: "string", format: "email" } },
  {
    takes: ["time", "number"],
    schema: { anyOf: [{ type: "string", format: "date-time" }, { type: "integer" }] },
  },
  { takes: ["number"], schema: { type: "integer", minimum: 1 } },
  { takes: ["address"], schema: { type: "string", format: "uri" } },
  {
    takes: ["object"],
    schema: { type: "object", additionalProperties: { type: ["string", "number", "boolean"] } },
  },
  {
    takes: Object.keys(samples),
    schema: {},
  },
];

const conversion: ConversionConfig = {
  typeMode: "input",
  // These run code, which JSON Schema cannot; what they say stands in the descriptions.
  ignoreActions: ["check", "raw_check", "trim"],
  overrideSchema({ valibotSchema }) {
    if (valibotSchema.type !== "custom") return undefined;
    if (hasFields(valibotSchema)) return fieldsSchema(valibotSchema);
    const taken = Object.keys(samples).filter((name) => v.is(valibotSchema, samples[name]));
    const kind = kinds.find(({ takes }) => String(takes) === String(taken));
    if (kind === undefined) {
      throw new Error(`Cannot write a schema that takes ${taken}: no kind does`);
    }
    // Nothing takes a symbol but what takes everything, so its own words say what it wants.
    const { issues } = v.safeParse(valibotSchema, Symbol());
    const description = issues?.[0].message.replace(/, found .*$/, "");
    return { ...kind.schema, ...(description === undefined ? {} : { description }) };
  },
};

function hasFields(schema: object): schema is FieldsSchema {
  return "needed" in schema && "others" in schema;
}

function fieldsSchema({ needed, others }: FieldsSchema): JsonSchema {
  const fields = Object.entries({ ...needed, ...others });
  return {
    type: "object",
    properties: Object.fromEntries(fields.map(([name, field]) => {
      const { $schema: _dialect, ...converted } = toJsonSchema(field, conversion);
      return [name, converted];
    })),
    required: Object.keys(needed),
    additionalProperties: false,
  };
}

function eventSchema(schema: v.GenericSchema, title: string): JsonSchema {
  const { $schema: _dialect, ...converted } = toJsonSchema(schema, conversion);
  return {
    title,
    ...converted,
    // What the check of all three says.
    anyOf: ["email", "objectId", "utk"].map((name) => ({ required: [name] })),
  };
}

const bearer = [{ bearer: [] }];
const text = { type: "string" };
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: unknown) => ({ "application/json": { schema } });
const answer = (description: string, schema: unknown) => ({ description, content: json(schema) });
const refusal = (description: string) => answer(description, reference("Error"));
const header = (name: string, description: string) => ({
  name,
  in: "header",
  description,
  schema: text,
});

/** Makes the OpenAPI document of the paths that every forwarder has, out of the schemas that validate. */
export function openApiDocument() {
  return {
    openapi: "3.1.0",
    info: {
      title: "Hubline forwarder",
      version: "1",
      description:
        "Takes events in and forwards them to HubSpot. Webhooks come in at the paths of " +
        "the sources that are configured; their bodies are their senders'.",
    },
    paths: {
      "/events": {
        post: {
          summary: "Takes HubSpot's own events; 202 once they are durable",
          security: bearer,
          parameters: [
            header("Idempotency-Key", "The same request with the same key is the same events"),
            header(
              "Prefer",
              "wait=5: the answer carries what HubSpot said, if it comes in that time",
            ),
            header("traceparent", "W3C Trace Context; deliveries belong to the same trace"),
          ],
          requestBody: {
            required: true,
            content: {
              ...json({ anyOf: [reference("Event"), reference("Events")] }),
              "application/x-ndjson": { schema: reference("Event") },
            },
          },
          responses: {
            "200": {
              description: "Of JSON lines: one answer for each line, while the body still comes",
              content: { "application/x-ndjson": { schema: reference("LineAnswer") } },
            },
            "202": answer("Durable", reference("Accepted")),
            "400": refusal("No JSON, or a key that cannot be read"),
            "401": refusal("Not the token"),
            "413": refusal("Too large"),
            "422": refusal("Each event breaks a rule of its API"),
            "429": refusal("Too many requests; Retry-After says when to come again"),
            "503": refusal("Not stored; Retry-After says when to send it again"),
          },
        },
      },
      "/events/{id}": {
        get: {
          summary: "Says where each event with that id stands",
          security: bearer,
          parameters: [{ name: "id", in: "path", required: true, schema: text }],
          responses: {
            "200": answer("Where they stand", reference("EventStates")),
            "401": refusal("Not the token"),
            "404": refusal("No such event, or it is forgotten by now"),
          },
        },
      },
      "/healthz": {
        get: {
          summary: "Says that the forwarder runs",
          responses: { "200": { description: "It does" } },
        },
      },
      "/readyz": {
        get: {
          summary: "Says whether the outbox answers and HubSpot takes the token",
          responses: {
            "200": answer("Both", reference("Readiness")),
            "503": answer("Not both, and why", reference("Readiness")),
          },
        },
      },
      "/metrics": {
        get: {
          summary: "Counts, for Prometheus; where it is opened",
          security: bearer,
          responses: {
            "200": { description: "Metrics", content: { "text/plain": { schema: text } } },
          },
        },
      },
    },
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
      schemas: {
        CustomEvent: eventSchema(customEventSchema, "Custom event"),
        AppEvent: eventSchema(appEventSchema, "App event"),
        TimelineEvent: eventSchema(timelineEventSchema, "Timeline event"),
        Event: { anyOf: ["CustomEvent", "AppEvent", "TimelineEvent"].map(reference) },
        Events: {
          type: "object",
          properties: { inputs: { type: "array", minItems: 1, items: reference("Event") } },
          required: ["inputs"],
        },
        Accepted: {
          type: "object",
          properties: {
            ids: { type: "array", items: text },
            rejected: { type: "array", items: { type: "object" } },
            receipts: { type: "array", items: reference("Receipt") },
          },
          required: ["ids"],
        },
        Receipt: {
          type: "object",
          properties: {
            index: { type: "integer" },
            outcome: { enum: ["delivered", "duplicate", "rejected", "deferred"] },
            code: text,
            message: text,
          },
          required: ["index", "outcome"],
        },
        LineAnswer: {
          type: "object",
          properties: {
            line: { type: "integer" },
            outcome: { enum: ["accepted", "rejected", "failed", "ended"] },
            id: text,
          },
          required: ["outcome"],
        },
        EventStates: {
          type: "object",
          properties: {
            events: {
              type: "array",
              items: {
                type: "object",
                properties: {
                  family: { enum: ["timeline", "app", "custom"] },
                  type: text,
                  id: text,
                  state: { enum: ["waiting", "delivered", "dead"] },
                  attempts: { type: "integer" },
                  received_at: { type: "string", format: "date-time" },
                  due_at: { type: "string", format: "date-time" },
                  settled_at: { type: "string", format: "date-time" },
                  last_error: { type: "object" },
                },
                required: ["family", "type", "id", "state", "attempts", "received_at"],
              },
            },
          },
          required: ["events"],
        },
        Readiness: {
          type: "object",
          properties: {
            status: { enum: ["ready", "not_ready"] },
            reasons: { type: "array", items: text },
            oldest_waiting_seconds: { type: "integer" },
          },
          required: ["status", "reasons"],
        },
        Error: {
          type: "object",
          properties: {
            error: {
              type: "object",
              properties: {
                code: text,
                message: text,
                issues: {
                  type: "array",
                  items: { type: "object", properties: { path: text, message: text } },
                },
              },
              required: ["code", "message", "issues"],
            },
          },
          required: ["error"],
        },
      },
    },
  };
}

/** The document as it is committed. */
export function writeOpenApi(): string {
  return `${JSON.stringify(openApiDocument(), null, 2)}\n`;
}

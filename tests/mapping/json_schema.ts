import { type ConversionConfig, type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import { configSchema } from "../../src/mapping/config.ts";
import { descriptions, titles } from "./key_descriptions.ts";

/** Where the published schema lives in the repository. */
export const schemaPath = "schema/hubline.schema.json";

/** Where editors find it. */
export const schemaAddress = `https://raw.githubusercontent.com/hubline/timeline/v1/${schemaPath}`;

/** A schema that looks at its input to choose another is asked with each of these what it would choose. */
const samples: readonly unknown[] = [
  "text",
  [],
  { eventName: "" },
  { eventTypeName: "" },
  { eventTemplateId: "" },
];

const conversion: ConversionConfig = {
  // The output's side, because what comes before an object in a pipe only tells what is no object at all.
  typeMode: "output",
  // These run code, which JSON Schema cannot; all else has to convert.
  ignoreActions: ["check", "raw_check"],
  overrideSchema({ valibotSchema, jsonSchema }) {
    if (valibotSchema.type === "loose_object") {
      return { ...jsonSchema, additionalProperties: false };
    }
    if (valibotSchema.type !== "lazy" || !("getter" in valibotSchema)) return undefined;
    const { getter } = valibotSchema;
    if (typeof getter !== "function") return undefined;
    const chosen = new Set(samples.map((sample) => getter(sample)));
    return { anyOf: [...chosen].map((schema) => withoutDialect(toJsonSchema(schema, conversion))) };
  },
};

/** Makes the JSON Schema of configuration files out of the schema that reads them. */
export function configJsonSchema(): JsonSchema {
  const schema = withoutDialect(toJsonSchema(configSchema, conversion));
  const described = describeKeys(schema, "");
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: schemaAddress,
    title: "Hubline configuration",
    description: "Who people are and what becomes of what they do (hubline.yml).",
    ...described,
  };
}

/** The schema as it is committed. */
export function writeJsonSchema(): string {
  return `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
}

function withoutDialect(
  { $schema: _dialect, $defs: _definitions, ...schema }: JsonSchema,
): JsonSchema {
  return schema;
}

/** Puts a description on every key, so that editors show it; throws where there is none. */
function describeKeys(schema: JsonSchema, path: string): JsonSchema {
  const { properties, items, anyOf, required, ...others } = schema;
  const described: JsonSchema = { ...titleOf(schema, path), ...others };
  if (required !== undefined && required.length > 0) described.required = required;
  if (properties !== undefined) {
    described.properties = Object.fromEntries(
      Object.entries(properties).map(([key, value]) => {
        const own = path === "" ? key : `${path}.${key}`;
        const description = descriptions.get(own);
        if (description === undefined) throw new Error(`Cannot describe ${own}: it has no entry`);
        if (typeof value === "boolean") return [key, value];
        return [key, { description, ...describeKeys(value, own) }];
      }),
    );
  }
  if (isSchema(items)) described.items = describeKeys(items, path);
  if (anyOf !== undefined) {
    described.anyOf = anyOf.map((one) => isSchema(one) ? describeKeys(one, path) : one);
  }
  return described;
}

/** Names what one can choose between. */
function titleOf({ properties = {}, const: only }: JsonSchema, path: string): JsonSchema {
  const keys = only === undefined ? Object.keys(properties) : [String(only)];
  const title = path === "rules.send"
    ? keys.map((key) => titles.get(key)).find(Boolean)
    : undefined;
  return title === undefined ? {} : { title };
}

function isSchema(found: unknown): found is JsonSchema {
  return typeof found === "object" && found !== null && !Array.isArray(found);
}

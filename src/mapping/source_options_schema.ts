import * as v from "valibot";
import type { PayloadPath } from "../sources/payload/path.ts";
import type { ActorPaths, SubjectPaths } from "../sources/payload/reader.ts";
import { record } from "../validation/record.ts";
import { closedObject } from "./closed_object.ts";
import { describeFound } from "./found.ts";
import type { WebhookSenderConfig } from "./source_options.ts";
import { text } from "./text_schema.ts";

const flag = v.boolean(({ input }) => `Expected true or false, found ${describeFound(input)}`);

const pattern = v.pipe(text, v.nonEmpty("Expected a pattern, found an empty text"));

const path = v.pipe(
  text,
  v.regex(
    /^[^.]+(?:\.[^.]+){0,19}$/,
    ({ input }) => `Expected a path like data.user.email, found ${describeFound(input)}`,
  ),
);

const pathList = v.pipe(v.array(path), v.minLength(1, "Expected a path, found none"));

/** One place or several, of which the first that holds something counts. */
const paths: v.GenericSchema<unknown, PayloadPath> = v.lazy<v.GenericSchema<unknown, PayloadPath>>(
  (input) => Array.isArray(input) ? pathList : path,
);

const actor: v.GenericSchema<unknown, ActorPaths> = closedObject({
  email: v.exactOptional(paths),
  utk: v.exactOptional(paths),
  objectId: v.exactOptional(paths),
  login: v.exactOptional(paths),
  name: v.exactOptional(paths),
});

const subject: v.GenericSchema<unknown, SubjectPaths> = closedObject({
  title: v.exactOptional(paths),
  url: v.exactOptional(paths),
});

const propertyName = v.pipe(
  v.string(),
  v.regex(
    /^[\w-]{1,100}$/,
    ({ input }) => `Expected a name of letters, digits, _ and -, found ${describeFound(input)}`,
  ),
);

const payload = {
  actor: v.exactOptional(actor),
  subject: v.exactOptional(subject),
  time: v.exactOptional(paths),
  properties: v.exactOptional(record(propertyName, paths)),
};

const webhookSender: v.GenericSchema<unknown, WebhookSenderConfig> = closedObject({
  name: matching(/^[a-z][a-z0-9_]{0,49}$/, "lower-case letters, digits and _, as in shop"),
  path: v.exactOptional(matching(/^(?:\/[\w.-]+)+$/, "a path like /webhooks/shop")),
  secretEnv: matching(
    /^[A-Z][A-Z0-9_]{0,99}$/,
    "the name of an environment variable, as in SHOP_WEBHOOK_SECRET",
    // What stands there instead may be the secret itself.
    () => "something else",
  ),
  toleranceSeconds: v.exactOptional(v.pipe(
    v.number(({ input }) => `Expected a number of seconds, found ${describeFound(input)}`),
    v.integer(notWhole),
    v.check((seconds: number) => Number.isSafeInteger(seconds), notWhole),
    v.minValue(1, ({ input }) => `Expected 1 second or more, found ${describeFound(input)}`),
  )),
  type: v.exactOptional(paths),
  ...payload,
});

function notWhole({ input }: { input: number }): string {
  return `Expected a whole number of seconds, found ${describeFound(input)}`;
}

/** Schemas of `SourceOptions`, by key. */
export const sourceOptionEntries = {
  github: v.exactOptional(closedObject({
    types: v.exactOptional(list(pattern, "activity types")),
    excludePeople: v.exactOptional(list(pattern, "logins and addresses")),
    bodies: v.exactOptional(flag),
    signOffs: v.exactOptional(flag),
    confidential: v.exactOptional(flag),
  })),
  cloudevents: v.exactOptional(closedObject({
    ...payload,
    allowedOrigins: v.exactOptional(
      list(matching(/^[A-Za-z0-9.:*-]{1,255}$/, "a name such as eventgrid.azure.net"), "names"),
    ),
    tokenInAddress: v.exactOptional(flag),
  })),
  webhooks: v.exactOptional(
    v.pipe(list(webhookSender, "senders"), v.rawCheck(refuseRepeatedNames)),
  ),
  hubspot: v.exactOptional(closedObject({
    olderSignatures: v.exactOptional(list(oneOf("v1", "v2"), "v1 and v2")),
    workflow: v.exactOptional(closedObject({ ...payload, id: v.exactOptional(paths) })),
  })),
  segment: v.exactOptional(closedObject({
    include: v.exactOptional(list(oneOf("identify", "group", "alias"), "kinds of calls")),
  })),
};

function list<T>(
  item: v.GenericSchema<unknown, T>,
  what: string,
): v.GenericSchema<unknown, T[]> {
  return v.array(item, ({ input }) => `Expected a list of ${what}, found ${describeFound(input)}`);
}

function oneOf<const T extends string>(...words: T[]): v.GenericSchema<unknown, T> {
  return v.picklist(
    words,
    ({ input }) =>
      `Expected ${words.slice(0, -1).join(", ")} or ${words.at(-1)}, found ${describeFound(input)}`,
  );
}

function matching(
  rule: RegExp,
  what: string,
  describe: (input: unknown) => string = describeFound,
): v.GenericSchema<unknown, string> {
  return v.pipe(
    text,
    v.regex(rule, ({ input }) => `Expected ${what}, found ${describe(input)}`),
  );
}

/** Two senders of one name would take each other's messages for their own. */
function refuseRepeatedNames(
  { dataset, addIssue }: v.RawCheckContext<WebhookSenderConfig[]>,
): void {
  if (!dataset.typed) return;
  const { value: input } = dataset;
  for (const [key, value] of input.entries()) {
    if (input.findIndex(({ name }) => name === value.name) === key) continue;
    addIssue({
      message: `Expected each name once, found ${value.name} again`,
      path: [
        { type: "array", origin: "value", input, key, value },
        { type: "object", origin: "value", input: { ...value }, key: "name", value: value.name },
      ],
    });
  }
}

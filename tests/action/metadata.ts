import { readFileSync } from "node:fs";
import * as v from "valibot";
import { parse } from "yaml";

const described = v.pipe(v.string(), v.nonEmpty());

const schema = v.strictObject({
  name: described,
  description: described,
  author: described,
  branding: v.strictObject({ icon: described, color: described }),
  inputs: v.record(v.string(), v.strictObject({ description: described, default: v.string() })),
  outputs: v.record(v.string(), v.strictObject({ description: described })),
  runs: v.strictObject({ using: v.literal("node24"), main: described }),
});

/** What `action.yml` says. */
export const metadata: v.InferOutput<typeof schema> = v.parse(
  schema,
  parse(readFileSync(new URL("../../action.yml", import.meta.url), "utf8")),
);

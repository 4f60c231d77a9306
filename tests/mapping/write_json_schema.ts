/**
 * Writes the JSON Schema of configuration files anew, for `deno task build:schema`. A test holds the committed file equal
 * to what comes of it.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../checks/root.ts";
import { schemaPath, writeJsonSchema } from "./json_schema.ts";

await writeFile(join(root, schemaPath), writeJsonSchema());
console.log(`Wrote ${schemaPath}`);

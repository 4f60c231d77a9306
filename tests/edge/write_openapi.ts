/**
 * Writes the OpenAPI document anew, for `deno task build:schema`. A test holds the committed file equal to what comes of
 * it.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../checks/root.ts";
import { openApiPath, writeOpenApi } from "./openapi.ts";

await writeFile(join(root, openApiPath), writeOpenApi());
console.log(`Wrote ${openApiPath}`);

/**
 * Checks what the library weighs for whoever imports it: the client at most {@linkcode mostClientBytes}, and pure functions
 * nothing of the client. Where that is not so, says what each module weighs.
 */
import process from "node:process";
import { type BundleSize, stopWeighing } from "./bundle_size.ts";
import { clientModulesOf, mostClientBytes, pureNames, weighExport } from "./sizes.ts";

const client = await weighExport("createClient");
report("createClient", client);
if (client.gzipped > mostClientBytes) {
  fail(`createClient weighs ${client.gzipped} bytes, and ${mostClientBytes} are allowed`, client);
}
for (const name of pureNames) {
  const size = await weighExport(name);
  report(name, size);
  const strange = clientModulesOf(size);
  if (strange.length > 0) fail(`${name} brings along ${strange.join(", ")}`, size);
}
await stopWeighing();

function report(name: string, { minified, gzipped }: BundleSize): void {
  console.log(`${name}: ${gzipped} bytes compressed, ${minified} minified`);
}

function fail(message: string, { modules }: BundleSize): void {
  console.log(`${message}. Minified:`);
  for (const [path, bytes] of modules) console.log(`${String(bytes).padStart(8)}  ${path}`);
  process.exitCode = 1;
}

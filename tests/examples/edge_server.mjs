// Serves a bundle in Vercel's edge-runtime, which Node runs: `edge_server.mjs MODULES BUNDLE`.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import process from "node:process";

const [modules, bundle] = process.argv.slice(2);
const { EdgeRuntime, runServer } = createRequire(`${modules}/`)("edge-runtime");

const runtime = new EdgeRuntime({
  initialCode: await readFile(bundle, "utf8"),
  // All of Node's `process` that Vercel gives a function.
  extend: (context) => Object.assign(context, { process: { env: { ...process.env } } }),
});
const { url } = await runServer({ runtime, host: "127.0.0.1", port: 0 });
console.log(`Listens on ${url.replace(/\/$/, "")}`);

/**
 * Runs the Worker in workerd, its storage in the folder it is started in. Node runs this file, as miniflare needs it.
 *
 * @module
 */
import { join } from "node:path";
import process from "node:process";
import { bundleWorker, startWorker } from "../runtimes/miniflare.ts";

const { PORT, HUBSPOT_BASE_URL = "" } = process.env;
const miniflare = startWorker({
  script: await bundleWorker("tests/chaos/worker.ts"),
  own: {
    host: "127.0.0.1",
    port: Number(PORT),
    bindings: { HUBSPOT_BASE_URL },
    durableObjects: { OUTBOX: { className: "ChaosOutbox", useSQLite: true } },
    durableObjectsPersist: join(process.cwd(), "objects"),
  },
});
// It ends with whoever started it.
process.stdin.on("end", () => process.kill(-process.pid, "SIGKILL"));
process.stdin.resume();
console.log(`The forwarder listens on ${await miniflare.ready}`);

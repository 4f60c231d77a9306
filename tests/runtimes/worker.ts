/**
 * The Worker that the checks in worker_checks.ts speak to. It uses the library as a Worker of a user would; what it
 * answers shows that the library does in workerd what it does elsewhere.
 *
 * @module
 */
import * as v from "valibot";
import { familyOf } from "../../src/hubspot/events.ts";
import { createDeps } from "../../src/transport/deps.ts";
import { validate } from "../../src/validation/issues.ts";

const timelineEvent = v.object({
  eventTemplateId: v.string(),
  tokens: v.record(v.string(), v.string()),
});
const deps = createDeps();

const worker: { fetch(request: Request): Promise<Response> } = {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/runtime") {
      return Response.json({
        process: "process" in globalThis,
        agent: navigator.userAgent,
        now: deps.now(),
        uuid: deps.uuid(),
      });
    }
    const checked = validate(timelineEvent, await request.json());
    if (!checked.ok) return Response.json({ issues: checked.issues }, { status: 422 });
    const answer = await deps.fetch("https://api.hubapi.com/integrators/timeline/v3/events", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(checked.value),
      redirect: "manual",
      signal: AbortSignal.timeout(5_000),
    });
    return Response.json({ family: familyOf(checked.value), status: answer.status });
  },
};

// Workers take their handlers from the default export.
export default worker;

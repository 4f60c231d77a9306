import type { LocalEvent } from "../../records.ts";
import { jsonAnswer, type Problem } from "../answers.ts";
import type { Call, Endpoint, EndpointContext } from "../endpoint.ts";
import { timelineRead } from "../scopes.ts";
import { findEvent } from "./events.ts";
import { timelineBases } from "./paths.ts";

/** Events of timeline `v3` as their templates draw them; without a template, there is nothing to see. */
export function renderingEndpoints(context: EndpointContext): Endpoint[] {
  if (!context.rules.unconfirmed.timelineRendering) return [];
  const drawn = (
    act: (event: LocalEvent, call: Call) => Promise<Response>,
  ): Endpoint["answer"] =>
  (call): Problem | Promise<Response> => {
    const event = findEvent(call, context);
    return "status" in event ? event : act(event, call);
  };
  return timelineBases(context.rules).flatMap((base): Endpoint[] => {
    const event = `${base}/events/:eventTemplateId/:eventId`;
    const read = { method: "GET", access: timelineRead, reads: "nothing" } as const;
    return [
      {
        ...read,
        path: `${event}/detail`,
        answer: drawn(async (found) =>
          jsonAnswer(200, { details: await drawing(found, "detail", context) })
        ),
      },
      {
        ...read,
        path: `${event}/render`,
        answer: drawn(async (found, { query }) => {
          const part = query("detail") === "true" ? "detail" : "header";
          return new Response(await drawing(found, part, context), {
            headers: { "content-type": "text/html; charset=utf-8" },
          });
        }),
      },
    ];
  });
}

async function drawing(
  event: LocalEvent,
  part: "header" | "detail",
  { previews }: EndpointContext,
): Promise<string> {
  const markup = await previews.of(event)?.[part];
  return markup?.toString() ?? "";
}

/**
 * The API of a forwarder in words: `/openapi.json`, made from the very schemas that validate, and `/reference`, a page that
 * draws it.
 *
 * ```ts
 * import { createClient } from "@hubline/timeline";
 * import { createForwarder } from "@hubline/timeline/edge";
 * import { directOutbox } from "@hubline/timeline/outbox/direct";
 * import { referencePage } from "@hubline/timeline/reference";
 * import assert from "node:assert/strict";
 *
 * const outbox = directOutbox({ client: createClient({ accessToken: "pat-na1-your-token" }) });
 * const forwarder = createForwarder({ outbox, pages: [referencePage()] });
 * const answer = await forwarder.fetch(new Request("http://localhost/openapi.json"));
 * assert.equal((await answer.json()).openapi, "3.1.0");
 * ```
 *
 * @module
 */
import document from "../../../schema/openapi.json" with { type: "json" };
import { baseStyle } from "../../page/base_style.ts";
import { pageHeaders } from "../../page/page_headers.ts";
import { type Answer, errorAnswer, jsonAnswer, textAnswer } from "../answers.ts";
import { discardBody } from "../body.ts";
import type { ForwarderPage } from "../pages.ts";
import { referenceStyle } from "./style.ts";
import { referenceView } from "./view.ts";

export type { ForwarderPage, PageContext, PageHandler, PageParts } from "../pages.ts";

/** Makes the page; anybody may read it. */
export function referencePage(): ForwarderPage {
  return {
    paths: ["/openapi.json", "/reference"],
    open: () => async (request) => (await answerAt(request)).respond(),
  };
}

async function answerAt(request: Request): Promise<Answer> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    discardBody(request);
    return errorAnswer("method_not_allowed", "This method is not taken here: use GET, HEAD", {
      headers: { allow: "GET, HEAD" },
    });
  }
  switch (new URL(request.url).pathname) {
    case "/openapi.json":
      return jsonAnswer(200, {
        outcome: "page",
        body: document,
        // Any page may read it.
        headers: { "access-control-allow-origin": "*" },
      });
    case "/reference":
      return textAnswer((await referenceView(document)).toString(), {
        outcome: "page",
        type: "text/html; charset=utf-8",
        headers: pageHeaders,
      });
    case "/reference/style.css":
      return textAnswer(`${baseStyle}\n${referenceStyle}`, {
        outcome: "page",
        type: "text/css; charset=utf-8",
        headers: pageHeaders,
      });
    default:
      return errorAnswer("not_found", "There is nothing at this path");
  }
}

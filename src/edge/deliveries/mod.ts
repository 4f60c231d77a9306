/**
 * The deliveries page of a forwarder, `/deliveries`: what came in, from where, whose timeline it is for, and what became of
 * it; dead letters to replay or drop. It needs an outbox with a journal.
 *
 * ```ts
 * import { createClient } from "@hubline/timeline";
 * import { deliveriesPage } from "@hubline/timeline/deliveries";
 * import { createForwarder } from "@hubline/timeline/edge";
 * import { openSqliteOutbox } from "@hubline/timeline/outbox/sqlite";
 * import assert from "node:assert/strict";
 *
 * const client = createClient({ accessToken: "pat-na1-your-token" });
 * const outbox = openSqliteOutbox({ path: ":memory:", client });
 * const pages = [deliveriesPage({ password: "correct horse battery staple" })];
 * const forwarder = createForwarder({ outbox, pages });
 * const answer = await forwarder.fetch(new Request("http://localhost/deliveries"));
 * assert.equal(answer.headers.get("location"), "/deliveries/login");
 * await outbox.close();
 * ```
 *
 * @module
 */
import type { ForwarderPage } from "../pages.ts";
import { checkDeliveries, type DeliveriesOptions } from "./options.ts";
import { DeliveriesPage, deliveriesPath } from "./page.ts";

export type { DeliveriesOptions } from "./options.ts";
export type { ForwarderPage, PageContext, PageHandler, PageParts } from "../pages.ts";

/**
 * Makes the deliveries page.
 *
 * @throws {TypeError} If the settings have neither a password nor a function, or both, or one of another kind.
 * @throws {RangeError} If the password is too short.
 */
export function deliveriesPage(options: DeliveriesOptions): ForwarderPage {
  checkDeliveries(options);
  return {
    paths: [deliveriesPath],
    open({ outbox: { journal }, ...parts }) {
      if (journal === undefined) {
        throw new TypeError(
          "Cannot make a forwarder: the deliveries page needs an outbox with a journal: this one has none",
        );
      }
      const page = new DeliveriesPage({ ...parts, deliveries: options, journal });
      return async (request, context) => (await page.handle(request, context)).respond();
    },
  };
}

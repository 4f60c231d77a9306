/**
 * An outbox that keeps nothing: a put delivers at once and answers with the receipts. For functions without
 * storage, whose senders send again when told to.
 *
 * ```ts
 * import { createClient } from "@hubline/timeline";
 * import { directOutbox } from "@hubline/timeline/outbox/direct";
 *
 * const outbox = directOutbox({ client: createClient({ accessToken: "pat-na1-your-token" }) });
 * ```
 *
 * @module
 */
import type { Client } from "../hubspot/client.ts";
import type { Receipt } from "../hubspot/receipts.ts";
import type { Outbox } from "./outbox.ts";

export type { Outbox, ProcessResult, PutResult } from "./outbox.ts";

/** Settings of a direct outbox. */
export interface DirectOutboxOptions {
  /** Delivers the events. */
  client: Pick<Client, "sendAll">;
}

/** Makes an outbox that delivers within the put. */
export function directOutbox({ client }: DirectOutboxOptions): Outbox {
  return {
    async put(events) {
      const receipts: Receipt[] = [];
      for await (const receipt of client.sendAll(events)) receipts.push(receipt);
      return { receipts: receipts.sort((a, b) => a.index - b.index) };
    },
    process: () => Promise.resolve({ receipts: [] }),
    onPut: () => () => {},
    close: () => Promise.resolve(),
  };
}

import type { Outbox } from "../../../src/edge/mod.ts";
import { forwarderTo } from "./forwarder.ts";
import type { Handler } from "./handler.ts";

const outbox: Outbox = {
  put: () => Promise.resolve({}),
  process: () => Promise.resolve({ receipts: [] }),
  onPut: () => () => {},
  close: () => Promise.resolve(),
};

/** The forwarder alone: its outbox keeps nothing. */
export const handler: Handler = forwarderTo(outbox);

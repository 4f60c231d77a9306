import type { Client } from "../../hubspot/client.ts";
import { concernsAccount } from "../../hubspot/receipts.ts";
import type { Deps } from "../../transport/deps.ts";
import { missingReceipts, unreadable } from "../due_rows.ts";
import type { SettledReceipt } from "../outbox.ts";
import { ReceiptLot } from "../receipt_lot.ts";
import type { EventTable } from "./event_table.ts";

/** What a round of delivery works with. */
export interface DeliveryRoundOptions {
  /** The events. */
  table: EventTable;
  /** Delivers the events. */
  client: Pick<Client, "sendAll">;
  /** Fence of the lease under which the round runs. */
  fence: string;
  /** Most events of the round. */
  limit: number;
  /** Cuts the round short. */
  signal: AbortSignal;
  /** The clock. */
  deps: Pick<Deps, "now">;
}

/**
 * Delivers events that are due and settles each. Where somebody else has taken over, the round ends, and what is not
 * settled by then is theirs.
 */
export async function deliverRound(options: DeliveryRoundOptions): Promise<SettledReceipt[]> {
  const { table, client, fence, limit, signal } = options;
  const due = await table.due(limit);
  const readable = due.filter(({ event }) => event !== undefined);
  const broken = due.filter(({ event }) => event === undefined);
  const rows = [...readable, ...broken];
  const settled: SettledReceipt[] = [];
  const lot = new ReceiptLot(options.deps);
  let handedOut = 0;
  let isRefused = false;

  for await (const receipt of client.sendAll(handOut(), { signal })) {
    const isTime = lot.add(receipt);
    isRefused ||= receipt.outcome === "deferred" && concernsAccount(receipt);
    if (isTime && !await settleLot()) return settled;
  }
  const isCutShort = signal.aborted;
  const tried = isCutShort ? readable.length : handedOut;
  lot.add(
    ...missingReceipts(tried, [...settled, ...lot.receipts], { isCutShort }),
    ...broken.map((_, index) => unreadable(readable.length + index)),
  );
  await settleLot();
  return settled;

  /** Ends when the account is refused as a whole, so that what was not tried yet stays as it is. */
  function* handOut() {
    for (const { event } of readable) {
      if (isRefused || event === undefined) return;
      handedOut++;
      yield event;
    }
  }

  /** Says whether this instance still is the one that delivers. */
  async function settleLot(): Promise<boolean> {
    const received = lot.take().flatMap((receipt) => {
      const row = rows[receipt.index];
      return row === undefined ? [] : [{ receipt, row }];
    });
    if (received.length === 0) return true;
    const done = await table.settle(received, fence);
    if (done === undefined) return false;
    settled.push(...done);
    return true;
  }
}

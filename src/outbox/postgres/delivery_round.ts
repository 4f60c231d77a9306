import type { Client } from "../../hubspot/client.ts";
import { concernsAccount, type Receipt } from "../../hubspot/receipts.ts";
import { missingReceipts, unreadable } from "../due_rows.ts";
import type { SettledReceipt } from "../outbox.ts";
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
}

/** Receipts are settled in lots: one transaction for each would wait for the database each time. */
const settleLot = 100;

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
  let latest: Receipt[] = [];
  let handedOut = 0;
  let isRefused = false;

  for await (const receipt of client.sendAll(handOut(), { signal })) {
    latest.push(receipt);
    isRefused ||= receipt.outcome === "deferred" && concernsAccount(receipt);
    if (latest.length >= settleLot && !await settleLatest()) return settled;
  }
  const isCutShort = signal.aborted;
  const tried = isCutShort ? readable.length : handedOut;
  latest.push(
    ...missingReceipts(tried, [...settled, ...latest], { isCutShort }),
    ...broken.map((_, index) => unreadable(readable.length + index)),
  );
  await settleLatest();
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
  async function settleLatest(): Promise<boolean> {
    const received = latest.flatMap((receipt) => {
      const row = rows[receipt.index];
      return row === undefined ? [] : [{ receipt, row }];
    });
    latest = [];
    if (received.length === 0) return true;
    const done = await table.settle(received, fence);
    if (done === undefined) return false;
    settled.push(...done);
    return true;
  }
}

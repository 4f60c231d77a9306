import type { Client } from "../hubspot/client.ts";
import { concernsAccount } from "../hubspot/receipts.ts";
import type { Deps } from "../transport/deps.ts";
import { missingReceipts, unreadable } from "./due_rows.ts";
import type { EventTable } from "./event_table.ts";
import type { SettledReceipt } from "./outbox.ts";
import { ReceiptLot } from "./receipt_lot.ts";
import type { SqlRunner } from "./sql_runner.ts";

/** What a round of delivery works with. */
export interface DeliveryRoundOptions {
  /** The database. */
  runner: SqlRunner;
  /** The events in it. */
  table: EventTable;
  /** Delivers the events. */
  client: Pick<Client, "sendAll">;
  /** Forgets what was delivered up to this time, in milliseconds since 1970; asked as the round goes on. */
  forgetUntil(): number;
  /** The clock. */
  deps: Pick<Deps, "now">;
  /** Most events of the round. */
  limit: number;
  /** Cuts the round short. */
  signal: AbortSignal | undefined;
}

/** Delivers events that are due and settles each. */
export async function deliverRound(options: DeliveryRoundOptions): Promise<SettledReceipt[]> {
  const { runner, table, client, limit, signal } = options;
  const due = table.pause() === undefined ? table.due(limit) : [];
  const readable = due.filter(({ event }) => event !== undefined);
  const broken = due.filter(({ event }) => event === undefined);
  const rows = [...readable, ...broken];
  const settled: SettledReceipt[] = [];
  const lot = new ReceiptLot(options.deps);
  let handedOut = 0;
  let isRefused = false;

  for await (const receipt of client.sendAll(handOut(), signal ? { signal } : {})) {
    const isTime = lot.add(receipt);
    isRefused ||= receipt.outcome === "deferred" && concernsAccount(receipt);
    if (isTime) settleLot();
  }
  const isCutShort = signal?.aborted === true;
  // What was held back is tried later; of all else the client had to say something.
  const tried = isRefused && !isCutShort ? handedOut : readable.length;
  lot.add(
    ...missingReceipts(tried, [...settled, ...lot.receipts], { isCutShort }),
    ...broken.map((_, index) => unreadable(readable.length + index)),
  );
  settleLot();
  return settled;

  /** Ends when the account is refused as a whole, so that what was not tried yet stays as it is. */
  function* handOut() {
    for (const { event } of readable) {
      if (isRefused || event === undefined) return;
      handedOut++;
      yield event;
    }
  }

  function settleLot(): void {
    const receipts = lot.take();
    runner.transaction(() => {
      for (const receipt of receipts) {
        const row = rows[receipt.index];
        if (row !== undefined) settled.push(table.settle(receipt, row));
      }
      table.bringForward(receipts);
      table.prune(options.forgetUntil());
    });
  }
}

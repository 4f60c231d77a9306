import { isLonger } from "./byte_length.ts";
import type { Connection } from "./connection.ts";
import type { ContactPolicy } from "./contacts.ts";
import { type ApiVersions, endpointsOf } from "./endpoints.ts";
import type { BatchLimits } from "./open_batches.ts";
import type { Outgoing } from "./outgoing.ts";
import { accountRecheckMs, type Receipt } from "./receipts.ts";
import { concernsType, delivered, judgeBatch, judgeSingle, type Verdict } from "./verdicts.ts";

/** How and where events are delivered. */
export interface DeliverySettings {
  /** The way to HubSpot. */
  connection: Connection;
  /** Version of each event API. */
  versions: ApiVersions;
  /** Decides on whose contact events go. */
  contacts: ContactPolicy | undefined;
  /** How large a batch may be. */
  limits: BatchLimits;
}

/** What a call is told by, and how it ends. */
export interface DeliveryCall {
  /** Told of each event, as soon as it is known what became of it, and of what was thrown below. */
  tell: (receipt: Receipt, cause?: unknown) => void;
  /** Ends the call. */
  signal?: AbortSignal | undefined;
}

const none: readonly Outgoing[] = [];

/** What becomes of an event that a contact policy says nothing of. */
const dropped: Verdict = {
  outcome: "rejected",
  code: "refused",
  message: "The contact policy gave no verdict",
  issues: [],
};

/** A refused part of so few events is sent one by one: halving it further would cost as many requests. */
const fewEvents = 4;

/**
 * Makes what delivers the events of one call. Once HubSpot does not take its token, nothing more is sent for a while.
 *
 * @returns A function that delivers events of one family, as many as a batch takes, and tells of each.
 */
export function startDeliveries(
  { connection, versions, contacts, limits }: DeliverySettings,
  { tell, signal }: DeliveryCall,
): (batch: readonly Outgoing[]) => Promise<void> {
  const { now } = connection.deps;
  let unauthorized: { verdict: Verdict; until: number } | undefined;

  return function deliver(whole) {
    /** Types that HubSpot turned out not to know, and what it said of them. */
    const unknown = new Map<string, Verdict>();
    return place(whole);

    async function place(batch: readonly Outgoing[]): Promise<void> {
      if (contacts === undefined) return send(batch);
      const request: Connection["request"] = (asked) => connection.request(asked, signal);
      const { ready, held } = await contacts.place(batch, { request, now });
      // The policy is the caller's: whatever it gives back, each event gets one verdict.
      const placed: Outgoing[] = [];
      for (const one of batch) {
        const isOne = ({ index }: Outgoing) => index === one.index;
        const given = ready.find(isOne);
        if (given !== undefined) placed.push({ ...one, event: given.event });
        else await tellOf([one], held.find(({ one }) => isOne(one))?.verdict ?? dropped);
      }
      await send(placed);
    }

    /**
     * Sends events together. A batch that HubSpot refuses whole is halved until the events at fault stand alone, so that
     * they take no other down with them: k of n cost about 2·k·log2(n) requests. Once one of them stands alone whose type
     * HubSpot does not know, the others of that type are at fault as well.
     */
    async function send(events: readonly Outgoing[]): Promise<void> {
      let batch = events;
      for (const [type, verdict] of unknown) {
        await tellOf(batch.filter(({ key }) => key.type === type), verdict);
        batch = batch.filter(({ key }) => key.type !== type);
      }
      const [first] = batch;
      if (first === undefined) return;
      if (unauthorized !== undefined && now() < unauthorized.until) {
        return tellOf(batch, unauthorized.verdict);
      }
      const isAlone = batch.length === 1;
      const body = isAlone ? first.event : { inputs: batch.map(({ event }) => event) };
      const json = JSON.stringify(body);
      if (!isAlone && isLonger(json, limits.bytes)) return sendInParts(batch);
      const { family } = first.key;
      const endpoints = endpointsOf(family, versions);
      const result = await connection.request({
        operation: `send ${family} events`,
        method: "POST",
        path: isAlone ? endpoints.single : endpoints.batch,
        body: json,
        events: batch.length,
        lane: family === "custom" ? "customEvents" : "general",
      }, signal);
      if (isAlone) {
        const verdict = noted(judgeSingle(result));
        if (concernsType(verdict)) unknown.set(first.key.type, verdict);
        return tellOf(batch, verdict);
      }
      const judged = judgeBatch(family, result);
      if (judged.kind === "all") return tellOf(batch, noted(judged.verdict));
      if (judged.kind === "split") return sendInParts(batch);
      // What the answer does not name is sent alone: under its id that is safe, and it tells.
      const isNamed = ({ key }: Outgoing) => judged.ids.has(key.id);
      await tellOf(batch.filter(isNamed), delivered);
      await sendInParts(batch.filter((one) => !isNamed(one)), 1);
    }

    async function sendInParts(
      batch: readonly Outgoing[],
      size: number = batch.length <= fewEvents ? 1 : Math.ceil(batch.length / 2),
    ): Promise<void> {
      for (let start = 0; start < batch.length; start += size) {
        await send(batch.slice(start, start + size));
      }
    }

    /**
     * What comes twice in the input under one key is one event at HubSpot, and has a receipt for each place. Where the
     * first is no good, its twin may be: that is for HubSpot to say.
     */
    async function tellOf(
      batch: readonly Outgoing[],
      { cause, ...verdict }: Verdict,
    ): Promise<void> {
      const again: Verdict = verdict.outcome === "delivered" ? { outcome: "duplicate" } : verdict;
      for (const { index, key, twins } of batch) {
        tell({ ...verdict, index, key }, cause);
        for (const twin of twins ?? none) {
          if (verdict.outcome === "rejected") await place([twin]);
          else tell({ ...again, index: twin.index, key });
        }
      }
    }
  };

  function noted(verdict: Verdict): Verdict {
    if (verdict.outcome === "deferred" && verdict.code === "unauthorized") {
      unauthorized = { verdict, until: now() + accountRecheckMs };
    }
    return verdict;
  }
}

import type { Fetch, FetchInit } from "../../mod.ts";
import {
  createLocalHubSpot,
  type Fault,
  type FaultEffect,
  type FaultWhen,
  type Json,
  type LocalHubSpotOptions,
} from "../../src/local/mod.ts";
import type { Sent } from "./recording_fetch.ts";
import { VirtualClock } from "./virtual_clock.ts";

/** What a Local HubSpot for a test is made with. */
export interface InProcessOptions {
  /** How it is. */
  hubspot?: LocalHubSpotOptions;
  /** What goes wrong, one after the other. */
  faults?: readonly Fault[];
  /** The clock that it shares with what is tested. */
  clock?: VirtualClock;
  /** Chance, for both. */
  random?: () => number;
}

/** A Local HubSpot in this process, on a virtual clock, and what its callers need to reach it. */
export function inProcess(
  { hubspot = {}, faults = [], clock = new VirtualClock(), random = () => 0.5 }: InProcessOptions =
    {},
) {
  const time = { now: clock.now, sleep: clock.sleep, random };
  const local = createLocalHubSpot({ ...hubspot, deps: { ...time, ...hubspot.deps } });
  for (const fault of faults) local.faults.add(fault);
  const sent: Sent[] = [];
  const fetch: Fetch = (url, init) => {
    sent.push(asSent(url, init));
    return local.fetch(new Request(url, init));
  };
  return {
    clock,
    local,
    /** Network, clock and chance for what is tested. */
    deps: { ...time, fetch },
    /** Each request, as it was sent. */
    sent,
  };
}

/** A request with its body read: JSON, or a form as an object of its fields. */
export function asSent(url: string, init: FetchInit): Sent {
  const { body, headers } = init;
  if (body === undefined) return { url, init, body };
  const isForm = headers["content-type"] === "application/x-www-form-urlencoded";
  const read = isForm ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body);
  return { url, init, body: read };
}

/** Strikes the next request; by `when`, the next that it is for, or another one of those. */
export function once(what: FaultEffect, when: FaultWhen = {}): Fault {
  return { when: { times: 1, ...when }, what };
}

/** Strikes every request; by `when`, every one that it is for. */
export function always(what: FaultEffect, when: FaultWhen = {}): Fault {
  return { when, what };
}

/** An answer to the letter: with JSON, or with nothing where there is none. */
export function exactly(
  status: number,
  json?: Json,
  headers: Record<string, string> = {},
): FaultEffect {
  return { kind: "exact_answer", status, headers, ...(json === undefined ? {} : { json }) };
}

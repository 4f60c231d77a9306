import assert from "node:assert/strict";
import { HubSpotError } from "../../src/hubspot/errors.ts";
import { type Reaction, recordingFetch, type Sent } from "../support/recording_fetch.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

/** A connection on a virtual clock, whose requests are kept and answered in the order given. */
export function start(...reactions: Reaction[]) {
  const clock = new VirtualClock();
  const { fetch, sent } = recordingFetch(...reactions);
  const deps = { fetch, now: clock.now, sleep: clock.sleep, random: () => 0.5 };
  return { clock, sent, deps, connection: { accessToken: "the-token", deps } };
}

/** A request in one line, without HubSpot's address, and its body. */
export function lineOf(sent: Sent | undefined): [string, unknown] {
  assert.ok(sent !== undefined);
  const { url, init, body } = sent;
  const path = url.replace("https://api.hubapi.com", "");
  return [`${init.method} ${path}`, body];
}

/** The error that a call ends with; fails where it does not. */
export async function errorOf(promise: Promise<unknown>): Promise<HubSpotError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof HubSpotError, String(error));
    return error;
  }
  return assert.fail("Expected an error");
}

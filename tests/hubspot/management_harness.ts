import assert from "node:assert/strict";
import { HubSpotError } from "../../src/hubspot/errors.ts";
import { inProcess, type InProcessOptions } from "../support/local_hubspot.ts";
import type { Sent } from "../support/recording_fetch.ts";

/** A connection to a Local HubSpot that takes what is declared alone, on one virtual clock. */
export function start({ hubspot = {}, ...around }: InProcessOptions = {}) {
  const started = inProcess({ ...around, hubspot: { definitions: "declared", ...hubspot } });
  return { ...started, connection: { accessToken: "the-token", deps: started.deps } };
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

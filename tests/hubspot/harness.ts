import { type ClientOptions, createClient, type HubSpotEvent, type Receipt } from "../../mod.ts";
import type { Fault, LocalHubSpotOptions } from "../../src/local/mod.ts";
import { inProcess, type InProcessOptions } from "../support/local_hubspot.ts";
import type { Sent } from "../support/recording_fetch.ts";

/** How a client is, and the Local HubSpot that it sends to. */
export interface StartOptions extends InProcessOptions {
  /** Settings of the client beside its token and its surroundings. */
  client?: Partial<ClientOptions>;
}

/** A client and the Local HubSpot that it sends to, on one virtual clock. */
export function start({ client: options = {}, ...around }: StartOptions = {}) {
  const { clock, local, deps, sent } = inProcess(around);
  const client = createClient({ accessToken: "secret-token", deps, ...options });
  return {
    clock,
    local,
    client,
    deps,
    sent,
    /** Sends events while these faults strike. */
    async sendAll(events: readonly HubSpotEvent[], ...faults: Fault[]): Promise<Receipt[]> {
      for (const fault of faults) local.faults.add(fault);
      return await clock.drive(collect(client.sendAll(events)));
    },
    /** Requests that reached the API, each as method, path and status. */
    requests: () =>
      local.log({ limit: 1_000 }).map(({ method, path, status }) => `${method} ${path} ${status}`),
  };
}

/** Gathers receipts in the order of the input. */
export async function collect(receipts: AsyncIterable<Receipt>): Promise<Receipt[]> {
  const all: Receipt[] = [];
  for await (const receipt of receipts) all.push(receipt);
  return all.sort((a, b) => a.index - b.index);
}

/** The events of a batch request; none where it is of a single one. */
export function inputsOf({ body }: Sent): { id: string }[] {
  return typeof body === "object" && body !== null && "inputs" in body
    ? body.inputs as { id: string }[]
    : [];
}

/** The types of the sample events, declared: each takes a `plan` alone, so that others are refused. */
export const declaredSamples: LocalHubSpotOptions = {
  definitions: "declared",
  templates: [{
    id: "1001298",
    name: "Registered",
    tokens: [{ name: "petName", label: "Pet", type: "string" }],
  }],
  appEventTypes: [{
    uid: "test",
    fullyQualifiedName: "ae1_test",
    properties: [{ name: "plan", label: "Plan", type: "string" }],
  }],
  eventDefinitions: [{
    name: "test",
    label: "Test",
    propertyDefinitions: [{ name: "plan", label: "Plan", type: "string" }],
  }],
};

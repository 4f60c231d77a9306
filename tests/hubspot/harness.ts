import { createClient, type HubSpotEvent, type Receipt } from "../../mod.ts";
import { answer, type Reaction, recordingFetch, type Sent } from "../support/recording_fetch.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

/** A client on a virtual clock, whose requests are kept and answered in the order given. */
export function start(...reactions: Reaction[]) {
  const clock = new VirtualClock();
  const { fetch, sent } = recordingFetch(...reactions);
  const client = createClient({
    accessToken: "secret-token",
    deps: { fetch, now: clock.now, sleep: clock.sleep, random: () => 0.5 },
  });
  const sendAll = (events: HubSpotEvent[]) => clock.drive(collect(client.sendAll(events)));
  return { clock, client, sent, sendAll };
}

/** Gathers receipts in the order of the input. */
export async function collect(receipts: AsyncIterable<Receipt>): Promise<Receipt[]> {
  const all: Receipt[] = [];
  for await (const receipt of receipts) all.push(receipt);
  return all.sort((a, b) => a.index - b.index);
}

/** The events of a batch request. */
export function inputsOf({ body }: Sent): { id: string }[] {
  return typeof body === "object" && body !== null && "inputs" in body
    ? body.inputs as { id: string }[]
    : [];
}

/** HubSpot's answer to a batch of which it took the events named. */
export function taking(choose: (id: string) => boolean): (sent: Sent) => Response {
  return (sent) =>
    answer(200, { status: "COMPLETE", results: inputsOf(sent).filter(({ id }) => choose(id)) });
}

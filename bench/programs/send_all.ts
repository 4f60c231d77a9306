/**
 * Sends the same events by turns with a bare loop and with `sendAll`, and prints how long each turn took, in
 * milliseconds. Takes the server's address, how many events and how many turns.
 */
import process from "node:process";
import { createClient } from "../../mod.ts";
import { acceptedOrderEvent, orderEvent } from "../events.ts";

const [, , url = "", count = "", turns = ""] = process.argv;

/** What `createClient` has by default. */
const [batchSize, concurrency] = [500, 6];

/** Turns before the ones that count, until the compiler has seen enough. */
const warmUp = 3;

const events = Array.from({ length: Number(count) }, (_, number) => orderEvent(number));
const accepted = events.map((_, number) => acceptedOrderEvent(number));
const client = createClient({ accessToken: "secret-token", baseUrl: url });

const bare: number[] = [];
const ours: number[] = [];
for (let turn = -warmUp; turn < Number(turns); turn++) {
  const bareTime = await timeOf(sendBare);
  const ourTime = await timeOf(sendOurs);
  if (turn < 0) continue;
  bare.push(bareTime);
  ours.push(ourTime);
}
console.log(JSON.stringify({ bare, ours }));

/** No check, no id, no receipt, no retry: as little as can be done. */
async function sendBare(): Promise<void> {
  let next = 0;
  const sendRest = async () => {
    while (next < accepted.length) {
      const inputs = accepted.slice(next, next += batchSize);
      const response = await fetch(`${url}/events/2026-03/send/batch`, {
        method: "POST",
        headers: { authorization: "Bearer secret-token", "content-type": "application/json" },
        body: JSON.stringify({ inputs }),
      });
      await response.text();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, sendRest));
}

async function sendOurs(): Promise<void> {
  let delivered = 0;
  for await (const { outcome } of client.sendAll(events)) if (outcome === "delivered") delivered++;
  if (delivered !== events.length) {
    throw new Error(`${delivered} of ${events.length} were delivered`);
  }
}

async function timeOf(act: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

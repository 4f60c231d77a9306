/**
 * Sends single events, one after the other, by turns with `fetch`, with `send` and, where a folder is given that it is
 * installed in, with `@hubspot/api-client`. Prints how long an event took in each turn, in milliseconds. Takes the
 * server's address, how many events a turn has, how many turns, and that folder.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { createAccountLimiter, createClient } from "../../mod.ts";
import { acceptedOrderEvent, orderEvent } from "../events.ts";

const [, , url = "", count = "", turns = "", folder] = process.argv;

/** Turns before the ones that count, until the compiler has seen enough. */
const warmUp = 3;

// HubSpot's own limit of 1,250 a second would hold it back here.
const limiter = createAccountLimiter({ customEventSendsPerSecond: 100_000 });
const client = createClient({ accessToken: "secret-token", baseUrl: url, limiter });
const ways: Record<string, (number: number) => Promise<unknown>> = {
  bare: sendBare,
  ours: (number) => client.send(orderEvent(number)),
  ...(folder === undefined ? {} : { peer: peerOf(folder) }),
};

const taken: Record<string, number[]> = {};
for (let turn = -warmUp; turn < Number(turns); turn++) {
  for (const [name, send] of Object.entries(ways)) {
    const started = performance.now();
    for (let number = 0; number < Number(count); number++) await send(number);
    if (turn >= 0) (taken[name] ??= []).push((performance.now() - started) / Number(count));
  }
}
console.log(JSON.stringify(taken));

async function sendBare(number: number): Promise<void> {
  const response = await fetch(`${url}/events/2026-03/send`, {
    method: "POST",
    headers: { authorization: "Bearer secret-token", "content-type": "application/json" },
    body: JSON.stringify(acceptedOrderEvent(number)),
  });
  await response.text();
}

function peerOf(installed: string): (number: number) => Promise<unknown> {
  const { Client } = createRequire(join(installed, "here.js"))("@hubspot/api-client");
  const peer = new Client({ accessToken: "secret-token", basePath: url });
  // It takes the time as a Date and nothing else.
  const occurredAt = new Date();
  return (number) => peer.events.send.basicApi.send({ ...acceptedOrderEvent(number), occurredAt });
}

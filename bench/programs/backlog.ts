/**
 * Puts events into an SQLite outbox and delivers them, on a clock that jumps from one thing to the next, to a HubSpot that
 * takes 110 requests in any ten seconds. Prints the least time that this allows beside the time taken, 429s, processor time
 * and memory. Takes the folder for the database and how many events.
 *
 * @module
 */
import { join } from "node:path";
import process from "node:process";
import { type AcceptedEvent, createClient } from "../../mod.ts";
import { openSqliteOutbox, startDelivery } from "../../src/outbox/sqlite.ts";
import { VirtualClock } from "../../tests/support/virtual_clock.ts";
import { argument } from "./argument.ts";

/** HubSpot's limit for an OAuth app, and its batch of timeline events. */
const [limit, intervalMs, batch] = [110, 10_000, 100];

/** Time that HubSpot takes to answer, in milliseconds. */
const latency = 50;

/** Events that are put at a time. */
const lot = 1_000;

/** Events that are delivered before the ones that count, until the compiler has seen enough. */
const warmUp = 3_000;

const [folder, count] = [argument(0), Number(argument(1))];
await drain("warm_up.db", warmUp);
const { used, refused } = await drain("backlog.db", count);
const { time, peak } = used;
const least = Math.floor((count / batch - 1) / limit) * intervalMs + latency;
console.log(JSON.stringify({
  share: [least / used.virtual],
  refused: [refused],
  time: [time / count],
  peak: [peak / 1e6],
}));

async function drain(name: string, events: number) {
  const clock = new VirtualClock();
  const takenAt: number[] = [];
  let refused = 0;
  const client = createClient({
    accessToken: "secret-token",
    deps: { now: clock.now, sleep: clock.sleep, random: () => 0.5, fetch: answer },
  });
  const deps = { now: clock.now, sleep: clock.sleep };
  const outbox = openSqliteOutbox({ path: join(folder, name), client, deps });
  for (let number = 0; number < events; number += lot) await outbox.put(lotFrom(number));
  const before = { time: process.cpuUsage(), virtual: clock.now() };
  let [delivered, peak] = [0, 0];
  await clock.drive(
    new Promise<void>((resolve, reject) => {
      startDelivery(outbox, {
        deps,
        onError: reject,
        onReceipt({ outcome }) {
          if (outcome !== "delivered") reject(new Error(`An event was ${outcome}`));
          if (++delivered === events) resolve();
          if (delivered % batch === 0) peak = Math.max(peak, process.memoryUsage().rss);
        },
      });
    }),
  );
  const { user, system } = process.cpuUsage(before.time);
  const used = { time: user + system, peak, virtual: clock.now() - before.virtual };
  await outbox.close();
  return { used, refused };

  async function answer(_url: string, init: { body?: string }): Promise<Response> {
    const now = clock.now();
    while (takenAt[0] !== undefined && takenAt[0] <= now - intervalMs) {
      takenAt.shift();
    }
    const isTaken = takenAt.length < limit;
    if (isTaken) takenAt.push(now);
    else refused++;
    await clock.sleep(latency);
    if (!isTaken) return new Response(null, { status: 429 });
    const { inputs } = JSON.parse(init.body ?? "");
    const results = inputs.map(({ id }: { id: string }) => ({ id }));
    return Response.json({ status: "COMPLETE", results }, { status: 201 });
  }
}

function lotFrom(first: number): AcceptedEvent[] {
  return Array.from({ length: lot }, (_, place) => ({
    eventTemplateId: "1001",
    email: `person.${(first + place) % 5_000}@example.com`,
    id: `event-${String(first + place).padStart(9, "0")}`,
    timestamp: "2026-11-22T12:00:00.000Z",
    tokens: { plan: "team", page: `https://www.example.com/checkout/${first + place}` },
  }));
}

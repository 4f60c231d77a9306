import type { Fault, FaultEffect } from "../../src/local/faults/fault.ts";
import type { LinkFault } from "./network.ts";
import { Random } from "./random.ts";
import type { Happening, Plan, Settings } from "./schedule.ts";
import type { DiskFault } from "./storage.ts";
import type { Arrival } from "./traffic.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Makes the plan of a seed. */
export function planOf(seed: number): Plan {
  const random = new Random(`plan ${seed}`);
  const settings = makeSettings(random.fork("settings"));
  const arrivals = makeArrivals(random.fork("arrivals"), settings);
  const faults = makeFaults(random.fork("faults"), { settings, arrivals });
  const happenings = [...arrivals, ...faults].sort((one, other) => one.at - other.at);
  return { seed, settings, happenings };
}

function makeSettings(random: Random): Settings {
  return {
    lengthMs: random.whole(1, 3) * day,
    outbox: random.chance(0.85) ? "sqlite" : "direct",
    limits: {
      requestsPer10Seconds: random.pick([2, 5, 20, 110]),
      customEventSendsPerSecond: random.pick([1, 3, 1_250]),
    },
    batchSize: random.pick([1, 2, 5, 100]),
    concurrency: random.pick([1, 2, 6]),
    roundLimit: random.pick([3, 20, 500]),
    depth: random.pick([5, 30, 1_000_000]),
    keepDeliveredDays: random.pick([0.01, 1, 30]),
    tokenLifeSeconds: random.pick([0, 60, 1_800]),
    rules: {
      timelineRepeatedId: random.pick(["replaced", "replaced", "conflict"]),
      customRepeatedUuid: random.pick(["conflict", "conflict", "ignored"]),
      customRepeatedUuidInBatch: random.pick(["ignored", "ignored", "conflict"]),
      appEventAnswer: random.pick(["created", "accepted"]),
      batchErrorContext: random.pick(["none", "id"]),
      batchResults: random.pick(["listed", "listed", "empty"]),
    },
  };
}

/** Arrivals come in bursts, since it is in company that they disturb one another. */
function makeArrivals(random: Random, { lengthMs }: Settings): Happening[] {
  const arrivals: Happening[] = [];
  let happened = 0;
  for (let burst = random.whole(1, 2); burst > 0; burst--) {
    const begin = random.whole(0, lengthMs);
    const spread = random.pick([0, second, 30 * second, 10 * minute]);
    for (let left = random.whole(1, 6); left > 0; left--) {
      const at = Math.min(lengthMs, begin + random.whole(0, spread));
      const arrival = makeArrival(random, happened);
      happened += arrival.count;
      arrivals.push({ at, kind: "arrival", arrival });
    }
  }
  return arrivals;
}

function makeArrival(random: Random, first: number): Arrival {
  const source = random.pick([
    "github",
    "github",
    "event",
    "events",
    "events",
    "lines",
    "segment",
    "webhook",
    "cloudevents",
  ]);
  const isMany = source === "events" || source === "lines" || source === "segment" ||
    source === "cloudevents";
  return {
    source,
    first,
    count: isMany ? random.whole(1, random.pick([3, 12])) : 1,
    family: random.pick(["custom", "app", "timeline", "mixed"]),
    ids: random.pick(["own", "own", "key", "none"]),
    agoMs: random.pick([0, 2 * second, hour]),
    isTimed: random.chance(0.5),
    tries: random.whole(1, 7),
    ...(random.chance(0.2) ? { againAfterMs: random.pick([0, second, hour, day]) } : {}),
  };
}

function makeFaults(
  random: Random,
  { settings: { lengthMs }, arrivals }: { settings: Settings; arrivals: readonly Happening[] },
): Happening[] {
  // Some worlds are calm, some are hit by one kind of fault alone, and in some all goes wrong at once.
  const busy = random.pick([0, 3, 8, 14]);
  const only = random.chance(0.4) ? random.whole(0, 5) : undefined;
  return Array.from({ length: busy }, () => {
    const fault = makeFault(random, only ?? random.whole(0, 5));
    const near = random.pick([arrivals[0], ...arrivals])?.at ?? 0;
    // A disk that fails before a request comes only turns it away.
    const [before, after] = fault.kind === "disk"
      ? [20, random.pick([100, second])]
      : [2 * second, random.pick([0, 100, 5 * second, 10 * minute])];
    // Most faults strike where something goes on: an idle house has little to lose.
    const at = random.chance(0.8) ? near + random.whole(-before, after) : random.whole(0, lengthMs);
    return { at: Math.min(Math.max(0, at), lengthMs), ...fault };
  });
}

type Timeless<H> = H extends Happening ? Omit<H, "at"> : never;

function makeFault(random: Random, kind: number): Timeless<Happening> {
  const clockMs = random.chance(0.75) ? 0 : random.whole(-day, day);
  const downMs = random.pick([0, second, 5 * minute, 2 * hour]);
  if (kind <= 1) return { kind: "kill", atCall: random.whole(0, 40), downMs, clockMs };
  if (kind === 2) {
    return random.chance(0.3)
      ? { kind: "stop", graceMs: random.pick([0, second, 30 * second]), downMs, clockMs }
      : { kind: "disk", fault: makeDiskFault(random), forMs: makeDuration(random) };
  }
  if (kind === 3) {
    return { kind: "link", fault: makeLinkFault(random), forMs: makeDuration(random) };
  }
  return { kind: "hubspot", fault: makeHubSpotFault(random) };
}

function makeDuration(random: Random): number {
  // Hours are long to live through, so that they come seldom.
  const long = random.chance(0.1) ? random.pick([3 * hour, 3 * hour, 30 * hour]) : 20 * minute;
  return random.pick([500, 10 * second, minute, 10 * minute, long]);
}

function makeDiskFault(random: Random): DiskFault {
  const effect = random.pick(["full", "no_commit", "unreadable", "slow"]);
  return effect === "slow" ? { effect, ms: random.pick([20, 500, 8 * second]) } : { effect };
}

function makeLinkFault(random: Random): LinkFault {
  return {
    way: random.pick(["to_forwarder", "to_hubspot", "to_hubspot"]),
    effect: random.pick([
      "refused",
      "lost",
      "answer_lost",
      "answer_lost",
      "hang",
      "answer_hang",
      "slow",
      "late",
      "twice",
    ]),
    ms: random.pick([200, 5 * second, 14 * second, 35 * second]),
    share: random.pick([0.2, 0.5, 1]),
  };
}

function makeHubSpotFault(random: Random): Fault {
  const isShort = random.chance(0.6);
  const what = makeEffect(random);
  const longest = isPace(what) ? 10 * minute : day;
  return {
    when: {
      from: random.pick([1, 1, 2, 4]),
      seed: random.whole(0, 1_000_000),
      probability: random.pick([1, 1, 0.5]),
      ...(isShort
        ? { times: random.whole(1, 8) }
        : { forMs: Math.min(longest, makeDuration(random)) }),
    },
    what,
  };
}

/** Who is asked to come back in a second does so, for as long as he is asked; that fills a day, and shows nothing. */
function isPace(effect: FaultEffect): boolean {
  return effect.kind === "rate_limit" && effect.policy !== "DAILY";
}

function makeEffect(random: Random): FaultEffect {
  const stage = random.pick(["before", "after"]);
  const retryAfter = random.pick([
    undefined,
    { seconds: random.whole(1, 20), as: random.pick(["seconds", "date"]) },
    { seconds: random.whole(60, 7_200) },
  ]);
  const stated = retryAfter === undefined ? {} : { retryAfter };
  const policy = random.pick(["TEN_SECONDLY_ROLLING", "SECONDLY", "DAILY"]);
  const body = random.pick(["json", "html", "text", "none"]);
  const failing = random.pick([401, 403, 408, 423, 477, 500, 502, 503, 504, 524]);
  const refusing = random.pick([400, 404, 413, 302]);
  // A success that says nothing at all is HubSpot's own, so that nobody could tell a lie from it.
  const speaking = random.pick(["json", "html", "text"]);
  return random.pick<FaultEffect>([
    { kind: "rate_limit", policy, ...stated },
    { kind: "answer", status: failing, body, stage, ...stated },
    { kind: "answer", status: failing, body, stage, ...stated },
    { kind: "answer", status: refusing, body, stage },
    { kind: "answer", status: random.pick([200, 201, 207]), body: speaking, stage },
    { kind: "reset", stage },
    { kind: "hang", stage },
    { kind: "delay", ms: random.whole(0, 60_000), stage },
    { kind: "expired_token" },
    { kind: "empty_body" },
    { kind: "truncated_body" },
    { kind: "malformed_json" },
    { kind: "missing_results", inputs: "all" },
    { kind: "missing_results", inputs: [0, 2], taken: false },
    { kind: "partial_batch", inputs: [1] },
  ]);
}

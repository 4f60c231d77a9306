import { createAccountLimiter, createClient, type HubSpotEvent } from "../../mod.ts";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import { createLocalHubSpot } from "../../src/local/mod.ts";
import { startDelivery } from "../../src/outbox/delivery_loop.ts";
import { defaultDepthLimit } from "../../src/outbox/depth.ts";
import { defaultSchedule } from "../../src/outbox/settlement.ts";
import { SqlOutbox } from "../../src/outbox/sql_outbox.ts";
import { Clock, idle } from "./clock.ts";
import { Life } from "./life.ts";
import { Random } from "./random.ts";
import { Disk } from "./storage.ts";

/** How one account lives through an outage of HubSpot. */
export interface AccountOptions {
  /** Events in a day. */
  eventsPerDay: number;
  /** Days that are lived through. */
  days: number;
  /** When HubSpot goes down, in hours from the beginning, and for how many. */
  outage: { fromHour: number; hours: number };
}

/** What the outage cost the account. */
export interface AccountFigures {
  /** Events that were put. */
  events: number;
  /** Events that wait when HubSpot is back. */
  backlogEvents: number;
  /** By how much the database grew meanwhile, in bytes. */
  backlogBytes: number;
  /** Hours from then until half, nine tenths and all of them are settled. */
  halfDrainedHours: number;
  /** Nine tenths. */
  mostDrainedHours: number;
  /** All. */
  drainedHours: number;
  /** Events that were given up. */
  dead: number;
  /** Requests that were sent in vain while HubSpot was down. */
  requestsInVain: number;
  /** Most events that HubSpot took in any ten seconds. */
  peakEventsPer10Seconds: number;
  /** Most requests in any ten seconds. */
  peakRequestsPer10Seconds: number;
  /** Size of the database at the end, in bytes, what was delivered included. */
  databaseBytes: number;
}

const beginning = Date.parse("2026-11-01T00:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const tenSeconds = 10_000;

/** Lives through an outage with one account: outbox, delivery, client and limiter as they are, and Local HubSpot behind them. */
export async function liveThroughOutage(
  { eventsPerDay, days, outage }: AccountOptions,
): Promise<AccountFigures> {
  const random = new Random(`account ${eventsPerDay}`);
  const clock = new Clock(beginning);
  const disk = new Disk(clock);
  const life = new Life(clock);
  const downFrom = beginning + outage.fromHour * hour;
  const downUntil = downFrom + outage.hours * hour;
  const end = beginning + days * 24 * hour;
  const requests = new Map<number, number>();
  const taken = new Map<number, number>();
  let requestsInVain = 0;
  let events = 0;

  const local = createLocalHubSpot({
    limits: {},
    logSize: 0,
    deps: { now: clock.now, random: random.next, uuid: random.uuid },
  });
  local.onEvent(() => count(taken));
  const deps = {
    now: clock.now,
    sleep: life.sleep,
    random: random.next,
    uuid: random.uuid,
    fetch: async (url: string, init: RequestInit) => {
      count(requests);
      const isDown = clock.now() >= downFrom && clock.now() < downUntil;
      await life.sleep(random.whole(40, 160));
      if (isDown) requestsInVain++;
      if (isDown) throw new TypeError("connection refused");
      return await local.fetch(new Request(url, init));
    },
  };
  const outbox = new SqlOutbox({
    runner: disk.open(life, () => {}),
    client: createClient({
      accessToken: "pat-na1-scale",
      limiter: createAccountLimiter({ deps }),
      deps,
    }),
    destination: "hubspot",
    schedule: defaultSchedule,
    keepDeliveredMs: 30 * 24 * hour,
    depth: defaultDepthLimit,
    deps,
    later: (commit) => void life.sleep(2).then(commit),
  });
  const delivery = startDelivery(outbox, { deps });
  arrive();

  await runUntil(downFrom);
  const bytesBefore = bytes();
  await runUntil(downUntil);
  const backlogBytes = bytes() - bytesBefore;
  const backlog = waiting();
  const drained = await drain(backlog);
  await runUntil(end);
  const figures: AccountFigures = {
    events,
    backlogEvents: backlog,
    backlogBytes,
    ...drained,
    dead: number("SELECT COUNT(*) AS n FROM event WHERE state = 'dead'"),
    requestsInVain,
    peakEventsPer10Seconds: Math.max(...taken.values()),
    peakRequestsPer10Seconds: Math.max(...requests.values()),
    databaseBytes: bytes(),
  };
  const stopping = delivery.stop(1_000);
  await runUntil(end + minute);
  await stopping;
  disk.close();
  return figures;

  /** Three quarters of a day's events come by day, at times of their own. */
  async function arrive(): Promise<void> {
    const meanMs = 24 * hour / eventsPerDay;
    while (clock.now() < end) {
      const hourOfDay = new Date(clock.now()).getUTCHours();
      const share = hourOfDay >= 8 && hourOfDay < 20 ? 1.5 : 0.5;
      const gap = Math.ceil(-Math.log(1 - random.next()) * meanMs / share);
      await clock.sleep(gap, { owner: arrive });
      if (clock.now() >= end) return;
      events++;
      outbox.put([acceptEvent(exampleEvent(events), deps)]);
    }
  }

  async function runUntil(time: number): Promise<void> {
    await idle();
    while (await clock.step(time));
  }

  async function drain(backlog: number) {
    const hours = { halfDrainedHours: 0, mostDrainedHours: 0, drainedHours: 0 };
    const marks = [
      ["halfDrainedHours", 0.5],
      ["mostDrainedHours", 0.1],
      ["drainedHours", 0],
    ] as const;
    for (const [name, share] of marks) {
      while (waiting() > share * backlog) await runUntil(clock.now() + minute);
      hours[name] = (clock.now() - downUntil) / hour;
    }
    return hours;
  }

  /** Of those that came before HubSpot was back. */
  function waiting(): number {
    return number(
      "SELECT COUNT(*) AS n FROM event WHERE state = 'waiting' AND received_at < ?",
      downUntil,
    );
  }

  function bytes(): number {
    return number(
      "SELECT page_count * page_size AS n FROM pragma_page_count(), pragma_page_size()",
    );
  }

  function number(sql: string, ...parameters: number[]): number {
    return Number(disk.read(sql, ...parameters)[0]?.n);
  }

  function count(counts: Map<number, number>): void {
    const slot = Math.floor(clock.now() / tenSeconds);
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
}

/** As long as what the default mapping makes of a pull request. */
function exampleEvent(number: number): HubSpotEvent {
  return {
    eventName: "pe12345_github_activity",
    uuid: `00000000-0000-5000-8000-${String(number).padStart(12, "0")}`,
    email: `person.${number % 5_000}@example.com`,
    properties: {
      activity: "github.pull_request.merged",
      summary: "Pull request merged: Say when the next attempt is due (hubline/timeline#1234)",
      title: "Say when the next attempt is due",
      url: "https://github.com/hubline/timeline/pull/1234",
      repository: "hubline/timeline",
      number: "1234",
      state: "merged",
      branch: "main",
      login: `person-${number % 5_000}`,
      email_source: "commit",
    },
  };
}

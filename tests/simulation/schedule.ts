import type { Fault } from "../../src/local/faults/fault.ts";
import type { UnconfirmedRules } from "../../src/local/rules.ts";
import type { LinkFault } from "./network.ts";
import type { DiskFault } from "./storage.ts";
import type { Arrival } from "./traffic.ts";

/** Something that happens to the world, `at` milliseconds after its beginning. */
export type Happening =
  & { at: number }
  & (
    | { kind: "arrival"; arrival: Arrival }
    /**
     * The process is killed at its call of that number from then on; 0 is at once. Another one starts `downMs` later, whose
     * clock is `clockMs` off.
     */
    | { kind: "kill"; atCall: number; downMs: number; clockMs: number }
    /** The process is asked to end, and another one starts when it has ended and `downMs` passed. */
    | { kind: "stop"; graceMs: number; downMs: number; clockMs: number }
    | { kind: "link"; fault: LinkFault; forMs: number }
    | { kind: "disk"; fault: DiskFault; forMs: number }
    | { kind: "hubspot"; fault: Fault }
  );

/** How a world is set up. */
export interface Settings {
  /** How long things happen, in milliseconds; after that every fault ends. */
  lengthMs: number;
  /** Which outbox the forwarder has. */
  outbox: "sqlite" | "direct";
  /** HubSpot's limits, which the client is told of. */
  limits: { requestsPer10Seconds: number; customEventSendsPerSecond: number };
  /** Most events in one batch. */
  batchSize: number;
  /** Most batches in flight at a time. */
  concurrency: number;
  /** Most events of a round of delivery. */
  roundLimit: number;
  /** Most events that may wait. */
  depth: number;
  /** How long delivered events stay known, in days. */
  keepDeliveredDays: number;
  /** Life of an access token, in seconds; 0 for a token that never changes. */
  tokenLifeSeconds: number;
  /** What HubSpot's pages leave open. */
  rules: Partial<UnconfirmedRules>;
}

/** Everything that a seed decides beside chance itself. */
export interface Plan {
  /** The seed. */
  seed: number;
  /** How the world is set up. */
  settings: Settings;
  /** What happens, in order of time. */
  happenings: readonly Happening[];
}

/** The same plan with some of its happenings, by their places. */
export function keepOnly(plan: Plan, places: readonly number[]): Plan {
  const kept = new Set(places);
  return { ...plan, happenings: plan.happenings.filter((_, place) => kept.has(place)) };
}

/** One line for each happening, for people. */
export function describePlan({ settings, happenings }: Plan, places: readonly number[]): string {
  const kept = new Set(places);
  const lines = happenings.flatMap((happening, place) =>
    kept.has(place) ? [`  ${String(place).padStart(3)}  ${describe(happening)}`] : []
  );
  return [`  settings ${JSON.stringify(settings)}`, ...lines].join("\n");
}

function describe({ at, kind, ...rest }: Happening): string {
  const seconds = (at / 1_000).toFixed(3).padStart(11);
  return `${seconds} s  ${kind} ${JSON.stringify("arrival" in rest ? rest.arrival : rest)}`;
}

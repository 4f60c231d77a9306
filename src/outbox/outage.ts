import type { DeferralCode, Receipt } from "../hubspot/receipts.ts";
import type { Deps } from "../transport/deps.ts";

/**
 * An event whose last two attempts met no answer, or a fault of the server's, and between which nothing else was
 * delivered either, waits for HubSpot and not for its own sake. As soon as something is delivered again, it is due, and
 * the last of these attempts does not count: it said nothing of the event, and HubSpot may be gone again in a moment,
 * which must not make a dead letter any sooner than the schedule would have.
 *
 * Two attempts, not one: an event that HubSpot stumbles over fails alone as well, and would be brought forward by every
 * delivery, for ever. With two, each time of quiet gives back one attempt and has used up two.
 */
export const outageCodes: readonly DeferralCode[] = ["network_error", "timeout", "server_error"];

/** The codes as an SQL statement lists them. */
export const outageCodeList: string = outageCodes.map((code) => `'${code}'`).join(", ");

/** Rows that are brought forward at a time: more than a round delivers, and quickly done. */
export const broughtAtOnce = 1_000;

/** Pause between two looks of which the first found nothing more, in milliseconds: each reads all that is put off. */
const pauseMs = 60_000;

/** Knows when to look for events that an outage held up. */
export class OutageWatch {
  readonly #deps: Pick<Deps, "now">;
  #pausedAt: number | undefined;

  /** Begins with a look. */
  constructor(deps: Pick<Deps, "now">) {
    this.#deps = deps;
  }

  /** Whether to look, after these receipts. */
  isTime(receipts: readonly Receipt[]): boolean {
    const isThrough = receipts.some(({ outcome }) =>
      outcome === "delivered" || outcome === "duplicate"
    );
    if (!isThrough || this.#pausedAt === undefined) return isThrough;
    // A clock that was set back must not put it off.
    return Math.abs(this.#deps.now() - this.#pausedAt) >= pauseMs;
  }

  /** Hears how many rows a look has brought forward. */
  looked(brought: number): void {
    if (brought < broughtAtOnce) this.#pausedAt = this.#deps.now();
  }
}

import { requestKind } from "../../src/local/limits/request_kind.ts";
import type { Life } from "./life.ts";
import type { Settings } from "./schedule.ts";

/**
 * Counts the requests of one process as they come to HubSpot, in HubSpot's own windows. What comes when its sender has given
 * up is not counted: no sender can hold back what a network still delivers then. Nor can a process know what the one before
 * it sent, so each has a count of its own.
 */
export class LimitWatch {
  readonly #limits: Settings["limits"];
  readonly #times = new WeakMap<Life, { ordinary: number[]; custom_event: number[] }>();

  /** Watches over limits. */
  constructor(limits: Settings["limits"]) {
    this.#limits = limits;
  }

  /** Counts a request; says what is wrong where it is one too many. */
  count({ life, path, now }: { life: Life; path: string; now: number }): string | undefined {
    const kind = requestKind(path);
    if (kind !== "ordinary" && kind !== "custom_event") return undefined;
    const { requestsPer10Seconds, customEventSendsPerSecond } = this.#limits;
    const [limit, intervalMs] = kind === "ordinary"
      ? [requestsPer10Seconds, 10_000]
      : [customEventSendsPerSecond, 1_000];
    const known = this.#times.get(life) ?? { ordinary: [], custom_event: [] };
    this.#times.set(life, known);
    const recent = known[kind].filter((time) => time > now - intervalMs);
    recent.push(now);
    known[kind] = recent;
    if (recent.length <= limit) return undefined;
    return `${recent.length} requests (${kind}) in ${intervalMs} ms, and ${limit} are allowed`;
  }
}

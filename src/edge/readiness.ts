import type { JournalCounts } from "../outbox/journal.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Deps } from "../transport/deps.ts";
import { type Answer, jsonAnswer } from "./answers.ts";

/** When a forwarder counts as ready. */
export interface ReadinessOptions {
  /**
   * Oldest that an event which waits may be, in milliseconds; over it, the forwarder is not ready. Default: any age will do,
   * because events are taken all the same while HubSpot is out of reach.
   */
  maxWaitingAgeMs?: number;
}

/** Why a forwarder is not ready. */
export type UnreadyReason = "outbox_unreachable" | "token_refused" | "oldest_event_too_old";

/** How the outbox stands, or that nobody can say. */
export type OutboxState = { ok: true; counts?: JournalCounts } | { ok: false };

/** How long one look at the outbox does for everybody who asks, in milliseconds: strangers may ask, too. */
const lookMs = 1_000;

/** Looks at the outbox, once a second at most. What goes wrong there is told to `onError`. */
export class OutboxWatch {
  readonly #outbox: Outbox;
  readonly #deps: Pick<Deps, "now">;
  readonly #onError: (error: unknown) => void;
  #look: { at: number; state: Promise<OutboxState> } | undefined;

  /** Makes a watch that looks when it is asked. */
  constructor(
    { outbox, deps, onError }: {
      outbox: Outbox;
      deps: Pick<Deps, "now">;
      onError: (error: unknown) => void;
    },
  ) {
    this.#outbox = outbox;
    this.#deps = deps;
    this.#onError = onError;
  }

  /** How the outbox stands. Never rejects. */
  state(): Promise<OutboxState> {
    const at = this.#deps.now();
    // A clock that was put back must not make an old look last.
    if (this.#look === undefined || Math.abs(at - this.#look.at) >= lookMs) {
      this.#look = { at, state: this.#read() };
    }
    return this.#look.state;
  }

  async #read(): Promise<OutboxState> {
    try {
      const counts = await this.#outbox.journal?.counts();
      return counts === undefined ? { ok: true } : { ok: true, counts };
    } catch (error) {
      this.#onError(error);
      return { ok: false };
    }
  }
}

/** Says why a forwarder is not ready; an empty list where it is. */
export function unreadyReasons(
  state: OutboxState,
  { maxWaitingAgeMs = Infinity, now }: ReadinessOptions & { now: number },
): UnreadyReason[] {
  if (!state.ok) return ["outbox_unreachable"];
  const { pause, oldestWaitingAt = now } = state.counts ?? {};
  return [
    ...(pause?.code === "unauthorized" ? ["token_refused" as const] : []),
    ...(now - oldestWaitingAt > maxWaitingAgeMs ? ["oldest_event_too_old" as const] : []),
  ];
}

/** Answers `GET /readyz`: 200, or 503 with the reasons. It tells strangers no counts. */
export async function handleReady(
  watch: OutboxWatch,
  { readiness = {}, deps }: { readiness?: ReadinessOptions; deps: Pick<Deps, "now"> },
): Promise<Answer> {
  const state = await watch.state();
  const now = deps.now();
  const reasons = unreadyReasons(state, { ...readiness, now });
  const oldest = state.ok ? state.counts?.oldestWaitingAt : undefined;
  const isReady = reasons.length === 0;
  return jsonAnswer(isReady ? 200 : 503, {
    outcome: isReady ? "ready" : reasons.join(", "),
    body: {
      status: isReady ? "ready" : "not_ready",
      reasons,
      ...(oldest === undefined
        ? {}
        : { oldest_waiting_seconds: Math.max(0, Math.round((now - oldest) / 1_000)) }),
    },
  });
}

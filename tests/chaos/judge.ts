/** An event whose sender was told that it is safe. */
export interface AcknowledgedEvent {
  /** What tells the event from others in all that its sender says of it. */
  mark: string;
  /** Whose timeline it is for. */
  email: string;
}

/** An event on a timeline. */
export interface ShownEvent {
  /** The event's mark. */
  mark: string;
  /** Whose timeline it is on; missing where it is on nobody's. */
  email: string | undefined;
}

/** A dead letter. */
export interface DeadLetter {
  /** The event's mark. */
  mark: string;
  /** Why nobody tries any more; empty where nothing says so. */
  reason: string;
}

/** All that is known at the end. */
export interface Evidence {
  /** What was acknowledged, each event once. */
  acknowledged: Iterable<AcknowledgedEvent>;
  /** What stands on timelines. */
  shown: Iterable<ShownEvent>;
  /** What stands among the dead letters. */
  dead: Iterable<DeadLetter>;
}

/** What became of the acknowledged events, each named by its mark where something is wrong. */
export interface Verdict {
  /** How many events were acknowledged. */
  acknowledged: number;
  /** How many of them stand once on their timeline. */
  delivered: number;
  /** How many of them stand among the dead letters alone, with a reason. */
  dead: number;
  /** Acknowledged, and neither shown nor dead. */
  lost: string[];
  /** On timelines more than once. */
  doubled: string[];
  /** On another timeline than their own, or on none. */
  misplaced: string[];
  /** Dead without a reason. */
  unexplained: string[];
  /** Shown, and never acknowledged: it was not sent, or its sender was not told. */
  unknown: string[];
}

/**
 * Judges a run: each acknowledged event has to stand exactly once on its timeline, or among the dead letters with a
 * reason. One may stand in both places, where HubSpot had taken it and none of its answers arrived.
 */
export function judge({ acknowledged, shown, dead }: Evidence): Verdict {
  const own = new Map([...acknowledged].map(({ mark, email }) => [mark, email]));
  const timelines = new Map<string, (string | undefined)[]>();
  for (const { mark, email } of shown) {
    timelines.set(mark, [...timelines.get(mark) ?? [], email]);
  }
  const reasons = new Map([...dead].map(({ mark, reason }) => [mark, reason]));
  const marks = [...own.keys()];
  const isShown = (mark: string) => timelines.has(mark);
  const isDeadAlone = (mark: string) => !isShown(mark) && reasons.has(mark);
  const doubled = [...timelines].filter(([, emails]) => emails.length > 1).map(([mark]) => mark);
  const misplaced = marks.filter((mark) =>
    timelines.get(mark)?.some((email) => email !== own.get(mark))
  );
  const wrong = new Set([...doubled, ...misplaced]);
  const unexplained = marks.filter((mark) => isDeadAlone(mark) && reasons.get(mark) === "");
  return {
    acknowledged: own.size,
    delivered: marks.filter((mark) => isShown(mark) && !wrong.has(mark)).length,
    dead: marks.filter(isDeadAlone).length - unexplained.length,
    lost: marks.filter((mark) => !isShown(mark) && !reasons.has(mark)),
    doubled,
    misplaced,
    unexplained,
    unknown: [...timelines.keys()].filter((mark) => !own.has(mark)),
  };
}

/** Whether a verdict finds nothing wrong. */
export function isClean({ lost, doubled, misplaced, unexplained, unknown }: Verdict): boolean {
  return [lost, doubled, misplaced, unexplained, unknown].every(({ length }) => length === 0);
}

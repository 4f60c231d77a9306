import { numbersIn } from "./marker.ts";

const hour = 60 * 60_000;

/** A round a minute once the first ones have failed, and in each the batch, its halves and the event alone. */
const mostInAnHour = 400;

/**
 * Counts how often HubSpot answers for the same event, since it is to be asked at a decent pace however long things go wrong.
 * After a 429 the pace is HubSpot's own.
 */
export class InsistenceWatch {
  #since = 0;
  #counts = new Map<number, number>();

  /** Counts an answer; says what is wrong where there are too many for an event in an hour. */
  count({ body, status, now }: { body: string; status: number; now: number }): string | undefined {
    if (status === 429) return undefined;
    if (now - this.#since >= hour) {
      this.#since = now;
      this.#counts.clear();
    }
    for (const number of new Set(numbersIn(body))) {
      const count = (this.#counts.get(number) ?? 0) + 1;
      this.#counts.set(number, count);
      if (count > mostInAnHour) return `${number} was sent ${count} times in an hour`;
    }
    return undefined;
  }
}

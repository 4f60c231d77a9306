import * as v from "valibot";
import { validate } from "../../src/validation/issues.ts";

const logSchema = v.looseObject({
  requests: v.array(v.looseObject({ number: v.number(), faults: v.array(v.string()) })),
});

/** Counts the requests to Local HubSpot that faults struck, as its log tells it from time to time. */
export class Strikes {
  /** How many requests were struck at the least: what a kill wiped out of the log is not among them. */
  count = 0;
  #after = 0;
  readonly #hubSpotUrl: string;

  constructor(hubSpotUrl: string) {
    this.#hubSpotUrl = hubSpotUrl;
  }

  /** Begins anew, as the log does when its process does. */
  restart(): void {
    this.#after = 0;
  }

  /** Reads on in the log. */
  async look(): Promise<void> {
    const url = `${this.#hubSpotUrl}/_local/requests?limit=1000&after=${this.#after}`;
    const log = validate(logSchema, await (await fetch(url)).json());
    if (!log.ok) throw new Error(`Local HubSpot's log is another: ${log.issues[0]?.message}`);
    for (const { number, faults } of log.value.requests) {
      this.#after = Math.max(this.#after, number);
      if (faults.length > 0) this.count++;
    }
  }
}

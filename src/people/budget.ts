import { LookupError } from "./lookup_error.ts";

/** Settings of {@linkcode CallBudget}. */
export interface CallBudgetOptions {
  /** Most requests of the whole call. */
  maxRequests: number;
  /** Most requests for one person alone. */
  maxRequestsPerActor: number;
  /** Longest time, in milliseconds. */
  timeoutMs: number;
  /** The current time, in milliseconds since 1970. */
  now(): number;
}

/** Leave to make requests. */
export interface Permit {
  /**
   * Counts one request and gives the milliseconds that are left for it. Throws a {@linkcode LookupError} `budget_used_up` or
   * `timeout` where none may be made.
   */
  take(): number;
  /** How many more requests may be made. */
  readonly left: number;
}

/** What one person may cost. */
export interface PersonPermits {
  /** For what tells about this person alone. */
  own: Permit;
  /** For what tells about several, as the commits of a pull request do: it counts for the call only. */
  shared: Permit;
}

/** How much of GitHub one call may use. */
export class CallBudget implements Permit {
  readonly #options: CallBudgetOptions;
  readonly #endsAt: number;
  #used = 0;

  /** The time begins here. */
  constructor(options: CallBudgetOptions) {
    this.#options = options;
    this.#endsAt = options.now() + options.timeoutMs;
  }

  /** How many requests were made. */
  get used(): number {
    return this.#used;
  }

  /** Milliseconds that are left, never negative. */
  get timeLeftMs(): number {
    return Math.max(0, this.#endsAt - this.#options.now());
  }

  /** Gives the permits for one person. */
  forPerson(): PersonPermits {
    return {
      own: new PersonPermit(this, this.#options.maxRequestsPerActor),
      shared: this,
    };
  }

  /** How many more requests the call may make. */
  get left(): number {
    return this.#options.maxRequests - this.#used;
  }

  /** Counts a request that is for nobody alone. */
  take(): number {
    const { maxRequests, timeoutMs } = this.#options;
    if (this.left <= 0) throw usedUp(`${maxRequests} for one call`);
    const left = this.timeLeftMs;
    if (left === 0) {
      throw new LookupError("timeout", `Cannot ask GitHub: the ${timeoutMs} ms of a call are over`);
    }
    this.#used++;
    return left;
  }
}

class PersonPermit implements Permit {
  readonly #call: CallBudget;
  readonly #maxRequests: number;
  #used = 0;

  constructor(call: CallBudget, maxRequests: number) {
    this.#call = call;
    this.#maxRequests = maxRequests;
  }

  get left(): number {
    return Math.min(this.#call.left, this.#maxRequests - this.#used);
  }

  take(): number {
    if (this.#used >= this.#maxRequests) throw usedUp(`${this.#maxRequests} for one person`);
    const timeLeftMs = this.#call.take();
    this.#used++;
    return timeLeftMs;
  }
}

function usedUp(what: string): LookupError {
  return new LookupError(
    "budget_used_up",
    `Cannot ask GitHub: the requests that the settings allow are used up, ${what}`,
  );
}

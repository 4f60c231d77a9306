import { Listeners } from "../listeners.ts";
import type { LoggedRequest } from "./logged_request.ts";

/** Which part of the log to read. */
export interface LogQuery {
  /** Only requests with a higher number. Default: 0. */
  after?: number;
  /** At most so many, the oldest of them. Default: all. */
  limit?: number;
}

/** Most text in the whole log, in characters; what is older goes first. */
const longestTotal = 16 * 1024 * 1024;

/** Keeps the latest requests. */
export class RequestLog {
  readonly #size: number;
  readonly #entries = new Map<number, LoggedRequest>();
  readonly #listeners = new Listeners<[request: LoggedRequest]>();
  #length = 0;
  #number = 0;

  /** Opens a log of at most `size` requests; throws a `RangeError` for a size that is none. */
  constructor(size: number) {
    if (!Number.isInteger(size) || size < 0 || size > 100_000) {
      throw new RangeError(
        `Cannot log requests: logSize must be a whole number from 0 to 100000, but is ${size}`,
      );
    }
    this.#size = size;
  }

  /** Adds a request that came to its end. */
  add(request: Omit<LoggedRequest, "number">): void {
    const entry = { number: ++this.#number, ...request };
    this.#entries.set(entry.number, entry);
    this.#length += lengthOf(entry);
    for (const oldest of this.#entries.values()) {
      if (this.#entries.size <= this.#size && this.#length <= longestTotal) break;
      this.#entries.delete(oldest.number);
      this.#length -= lengthOf(oldest);
    }
    this.#listeners.tell(entry);
  }

  /** Reads what is kept, oldest first. */
  read({ after = 0, limit = Infinity }: LogQuery = {}): LoggedRequest[] {
    const found: LoggedRequest[] = [];
    for (const entry of this.#entries.values()) {
      if (found.length >= limit) break;
      if (entry.number > after) found.push(entry);
    }
    return found;
  }

  /** Calls `listener` after each request; the function returned ends that. What it throws is dropped. */
  onRequest(listener: (request: LoggedRequest) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Forgets all requests. The numbers go on, so that whoever reads on misses nothing. */
  clear(): void {
    this.#entries.clear();
    this.#length = 0;
  }
}

function lengthOf({ request, response, events }: LoggedRequest): number {
  return (request.body?.length ?? 0) + (response?.body?.length ?? 0) + events.length;
}

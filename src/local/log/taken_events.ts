import type { LocalEvent } from "../records.ts";

/** Remembers which events were taken from which request. */
export class TakenEvents {
  readonly #byRequest = new WeakMap<Request, number[]>();
  #current: number[] | undefined;

  /** Begins to listen. */
  constructor(onEvent: (listener: (event: LocalEvent) => void) => unknown) {
    onEvent((event) => this.#current?.push(event.sequence));
  }

  /** Does what takes events from a request. It must not wait: meanwhile another request might have its turn. */
  during<T>(request: Request, act: () => T): T {
    const events: number[] = [];
    this.#byRequest.set(request, events);
    this.#current = events;
    try {
      return act();
    } finally {
      this.#current = undefined;
    }
  }

  /** The events that were taken from a request, by their `sequence`. */
  of(request: Request): readonly number[] {
    return this.#byRequest.get(request) ?? [];
  }
}

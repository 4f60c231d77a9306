import { setImmediate } from "node:timers/promises";

/** Posts events to whatever forwarder is open, one after the other from each of several senders. */
export class Senders {
  /** Marks of the events that were answered 2xx. */
  readonly acknowledged: Set<string> = new Set();
  readonly #open: string[] = [];
  readonly #sending: Promise<unknown>;
  #isStopped = false;
  #waiting: { until: () => boolean; wake: () => void }[] = [];

  constructor(count: number) {
    this.#sending = Promise.all(Array.from({ length: count }, (_, index) => this.#send(index)));
  }

  /** A forwarder is open. */
  join(url: string): void {
    this.#open.push(url);
    this.#look();
  }

  /** A forwarder is not open any more. */
  leave(url: string): void {
    this.#open.splice(this.#open.indexOf(url), 1);
  }

  /** Resolves once so many events more were acknowledged. */
  async took(more: number): Promise<void> {
    const wanted = this.acknowledged.size + more;
    await this.#until(() => this.acknowledged.size >= wanted);
  }

  /** Resolves when every sender has had its last answer. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#look();
    await this.#sending;
  }

  /**
   * Every other event has an id of its own, and is sent until it is taken, as a sender who saves what he sends does; the
   * others are given one by the forwarder and are sent once, since their sender cannot tell what a broken connection left.
   */
  async #send(sender: number): Promise<void> {
    for (let turn = 0; !this.#isStopped; turn++) {
      const mark = `${sender}-${turn}`;
      const id = turn % 2 === 0 ? { uuid: mark } : {};
      const body = JSON.stringify({ ...event, ...id, properties: { mark } });
      let isTaken = await this.#post(body, sender + turn);
      while (!isTaken && id.uuid !== undefined && !this.#isStopped) {
        isTaken = await this.#post(body, sender + turn);
      }
      if (isTaken) this.acknowledged.add(mark);
      this.#look();
    }
  }

  /** Posts once, to one or the other of those that are open. */
  async #post(body: string, turn: number): Promise<boolean> {
    await this.#until(() => this.#open.length > 0 || this.#isStopped);
    const url = this.#open[turn % this.#open.length];
    if (url === undefined) return false;
    try {
      const response = await fetch(`${url}/events`, { method: "POST", headers, body });
      const { ok } = response;
      // What was answered counts, whether or not its words arrive.
      await response.text().catch(() => "");
      return ok;
    } catch {
      // Nobody may keep the test from hearing that the process has ended.
      await setImmediate();
      return false;
    }
  }

  async #until(condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((wake) => this.#waiting.push({ until: condition, wake }));
  }

  #look(): void {
    const done = this.#waiting.filter(({ until }) => until());
    this.#waiting = this.#waiting.filter((one) => !done.includes(one));
    done.forEach(({ wake }) => wake());
  }
}

const event = { eventName: "pe1_test", email: "ada@example.com" };
const headers = {
  authorization: "Bearer the-token-of-events",
  "content-type": "application/json",
};

import { type ArrivedAnswer, readAnswer } from "./answers.ts";
import type { AcknowledgedEvent } from "./judge.ts";
import { writeRequest, writeUsers } from "./requests.ts";
import type { Shipment } from "./shipments.ts";

/** How a load is put on forwarders. */
export interface LoadOptions {
  /** Addresses of the forwarders. */
  urls: readonly string[];
  /** The time by the clock of the forwarder with this place in `urls`, in milliseconds since 1970. */
  now(place: number): number;
  /** How many requests are under way at a time. */
  clients: number;
  /** Whether the forwarders remember who Segment's users are. */
  knowsUsers: boolean;
}

/** A sender looks at its watch after so long without an answer, in milliseconds: the connection may be dead. */
const answerLimitMs = 30_000;

/** Pause before a shipment is sent again, in milliseconds. */
const pauseMs = 150;

/** A shipment that nobody takes for so long, in milliseconds, is a failure of the run. */
const patienceMs = 120_000;

/** Sends shipments until each is acknowledged, and some of them once more. */
export class Load {
  /** What was acknowledged, by its mark. */
  readonly acknowledged = new Map<string, AcknowledgedEvent>();
  /** Marks of events whose id was another at a later time. */
  readonly renamed: string[] = [];
  /** Requests, those that failed, and those that repeated what was acknowledged. */
  readonly counts = { requests: 0, unanswered: 0, refused: 0, repeated: 0 };
  readonly #options: LoadOptions;
  readonly #ids = new Map<string, string>();
  readonly #queue: Shipment[] = [];
  #sending = 0;
  #failure: Error | undefined;
  #tell = () => {};

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  /** Has shipments sent. */
  release(shipments: readonly Shipment[]): void {
    this.#queue.push(...shipments);
    this.#work();
  }

  /** Resolves when everything that was released is acknowledged; rejects once something cannot be. */
  async finished(): Promise<void> {
    while (this.#failure === undefined && this.#sending + this.#queue.length > 0) {
      await new Promise<void>((resolve) => this.#tell = resolve);
    }
    this.check();
  }

  /** Throws where something that was released can no longer be acknowledged. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Tells the first forwarder who Segment's users are, until it knows. */
  async introduceUsers(): Promise<void> {
    const answer = await post(`${this.#options.urls[0]}/v1/batch`, writeUsers());
    if (answer?.status !== 200) throw new Error(`Nobody took the users: ${answer?.text}`);
  }

  /** Sends a shipment once; gives the status of the answer, if one came, and says whether all is acknowledged. */
  async send(
    shipment: Shipment,
    attempt: number,
  ): Promise<{ status: number | undefined; isComplete: boolean }> {
    const { urls, now, knowsUsers } = this.#options;
    const place = (shipment.number + attempt) % urls.length;
    const { path, headers, body } = await writeRequest(shipment, { now: now(place), knowsUsers });
    this.counts.requests++;
    const answer = await post(`${urls[place]}${path}`, { headers, body });
    if (answer === undefined) {
      this.counts.unanswered++;
      return { status: undefined, isComplete: false };
    }
    const reading = readAnswer(shipment, answer);
    if (reading.complaint !== undefined) throw new Error(reading.complaint);
    for (const [index, id] of reading.acknowledged) this.#acknowledge(shipment, { index, id });
    if (!reading.isComplete) this.counts.refused++;
    return { status: answer.status, isComplete: reading.isComplete };
  }

  #work(): void {
    while (this.#sending < this.#options.clients) {
      const shipment = this.#queue.shift();
      if (shipment === undefined) return;
      this.#sending++;
      this.#deliver(shipment).catch((error) => this.#failure ??= error).finally(() => {
        this.#sending--;
        this.#work();
        this.#tell();
      });
    }
  }

  async #deliver(shipment: Shipment): Promise<void> {
    const { number, isRepeated } = shipment;
    const givenUpAt = performance.now() + patienceMs;
    for (let attempt = 0; !(await this.send(shipment, attempt)).isComplete; attempt++) {
      if (performance.now() > givenUpAt) {
        throw new Error(`Nobody took shipment ${number} for ${patienceMs} ms`);
      }
      await sleep(pauseMs);
    }
    if (!isRepeated) return;
    this.counts.repeated++;
    // Last of all, when something else may have happened since.
    this.#queue.push({ ...shipment, isRepeated: false });
  }

  #acknowledge({ events }: Shipment, { index, id }: { index: number; id: string }): void {
    const event = events[index];
    if (event === undefined) {
      throw new Error(`An answer tells of event ${index}, which was not sent`);
    }
    const { mark } = event;
    const before = this.#ids.get(mark);
    if (id !== "" && before !== undefined && before !== id) this.renamed.push(mark);
    if (id !== "") this.#ids.set(mark, id);
    this.acknowledged.set(mark, event);
  }
}

/** The answer, or what of it came before the connection broke; nothing where no answer began. */
async function post(
  url: string,
  { headers, body }: { headers: Record<string, string>; body: string },
): Promise<ArrivedAnswer | undefined> {
  const signal = AbortSignal.timeout(answerLimitMs);
  let text = "";
  let status: number | undefined;
  let isWhole = false;
  try {
    const response = await fetch(url, { method: "POST", headers, body, signal });
    status = response.status;
    const decoder = new TextDecoder();
    for await (const piece of response.body ?? []) text += decoder.decode(piece, { stream: true });
    isWhole = true;
  } catch {
    // What a killed process leaves behind; a 200 of lines counts as far as they came.
  }
  return status === undefined ? undefined : { status, text, isWhole };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

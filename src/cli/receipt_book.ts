import type { Receipt } from "../hubspot/receipts.ts";

/** Hands out receipts by event id, to whoever asks before or after they come. */
export class ReceiptBook {
  readonly #come = new Map<string, string[]>();
  readonly #asked = new Map<string, ((outcome: string) => void)[]>();

  /** Takes a receipt that came. */
  add({ key, outcome }: Receipt): void {
    const id = key?.id ?? "";
    const asked = this.#asked.get(id)?.shift();
    if (asked !== undefined) return asked(outcome);
    this.#come.set(id, [...this.#come.get(id) ?? [], outcome]);
  }

  /** Gives the outcome of the next receipt for an event that was not given yet. */
  next(id: string): Promise<string> {
    const come = this.#come.get(id)?.shift();
    if (come !== undefined) return Promise.resolve(come);
    return new Promise((resolve) => {
      this.#asked.set(id, [...this.#asked.get(id) ?? [], resolve]);
    });
  }
}

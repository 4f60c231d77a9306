/** One line of a body. */
export interface Line {
  /** Its number, from 1. */
  number: number;
  /** Its bytes, without the line break; missing where there are more of them than are taken. */
  bytes?: Uint8Array<ArrayBuffer>;
}

const lineFeed = 0x0a;

/** Cuts a body into lines as it comes, and never holds more than one line of it. */
export class LineSplitter {
  readonly #maxLineBytes: number;
  #number = 1;
  /** The line that has begun: the first `#size` bytes of `#begun`, and nothing once it is too long. */
  #begun = new Uint8Array();
  #size = 0;
  #isTooLong = false;

  /** Makes a splitter that takes lines of up to `maxLineBytes` bytes. */
  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** Bytes held of the line that has begun. */
  get heldBytes(): number {
    return this.#begun.byteLength;
  }

  /** The lines that end in the next piece of the body. */
  *push(piece: Uint8Array<ArrayBuffer>): Generator<Line, void, undefined> {
    let start = 0;
    for (let end = piece.indexOf(lineFeed); end !== -1; end = piece.indexOf(lineFeed, start)) {
      yield this.#finish(piece.subarray(start, end));
      start = end + 1;
    }
    this.#hold(piece.subarray(start));
  }

  /** The last line, where no line break ended it. */
  *end(): Generator<Line, void, undefined> {
    if (this.#size > 0 || this.#isTooLong) yield this.#finish(new Uint8Array());
  }

  #finish(rest: Uint8Array<ArrayBuffer>): Line {
    const number = this.#number++;
    if (this.#size > 0) this.#hold(rest);
    const bytes = this.#size > 0 ? this.#begun.subarray(0, this.#size) : rest;
    const isTooLong = this.#isTooLong || bytes.byteLength > this.#maxLineBytes;
    this.#drop();
    this.#isTooLong = false;
    return isTooLong ? { number } : { number, bytes };
  }

  /** Copies, since a view of few bytes would keep the whole of its piece in memory. */
  #hold(part: Uint8Array<ArrayBuffer>): void {
    const size = this.#size + part.byteLength;
    if (this.#isTooLong || size > this.#maxLineBytes) {
      this.#isTooLong = true;
      return this.#drop();
    }
    if (size > this.#begun.byteLength) {
      const larger = new Uint8Array(
        Math.min(this.#maxLineBytes, Math.max(size, 2 * this.#begun.byteLength)),
      );
      larger.set(this.#begun.subarray(0, this.#size));
      this.#begun = larger;
    }
    this.#begun.set(part, this.#size);
    this.#size = size;
  }

  #drop(): void {
    this.#begun = new Uint8Array();
    this.#size = 0;
  }
}

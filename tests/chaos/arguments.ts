import { parseArgs } from "node:util";
import { type OutboxKind, outboxKinds } from "./schedule.ts";

/** What `deno task chaos` is asked to do. */
export interface Arguments {
  /** Which outbox is put through it. Default: `sqlite`. */
  outbox: OutboxKind;
  /** The short form or the long one. Default: `short`. */
  form: "short" | "long";
  /** The seed. Default: another one each time. */
  seed: number;
  /** Whether the schedule is printed and nothing run. */
  isDry: boolean;
  /** Whether each step is printed as it begins. */
  isVerbose: boolean;
}

/** Largest seed. */
const mostSeed = 999_999;

/**
 * Reads the arguments.
 *
 * @throws {RangeError} If one of them cannot be.
 * @throws {TypeError} If one of them is unknown.
 */
export function readArguments(given: readonly string[], random: () => number): Arguments {
  const { values } = parseArgs({
    args: [...given],
    options: {
      outbox: { type: "string", default: "sqlite" },
      long: { type: "boolean", default: false },
      seed: { type: "string" },
      schedule: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
    },
  });
  const outbox = outboxKinds.find((kind) => kind === values.outbox);
  if (outbox === undefined) {
    throw new RangeError(
      `Cannot choose an outbox: expected ${outboxKinds.join(", ")}, found ${values.outbox}`,
    );
  }
  const seed = values.seed === undefined ? Math.floor(random() * mostSeed) : Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0 || seed > mostSeed) {
    throw new RangeError(
      `Cannot use the seed: expected a whole number up to ${mostSeed}, found ${values.seed}`,
    );
  }
  const form = values.long ? "long" : "short";
  return { outbox, form, seed, isDry: values.schedule, isVerbose: values.verbose };
}

/** The command that does the same again. */
export function commandOf({ outbox, form, seed }: Arguments): string {
  const long = form === "long" ? " --long" : "";
  return `deno task chaos --outbox ${outbox}${long} --seed ${seed}`;
}

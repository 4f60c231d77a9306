import * as v from "valibot";
import { describeFound } from "./found.ts";

/** A text. YAML takes what is not in quotes for a number, `true` or nothing; whoever wrote it thinks of text. */
export const text: v.GenericSchema<unknown, string> = v.string(({ input }) => {
  const advice = typeof input === "number" || typeof input === "boolean"
    ? "; put it in quotes"
    : "";
  return `Expected a text, found ${describeFound(input)}${advice}`;
});

/** What something is called. */
export const name: v.GenericSchema<unknown, string> = v.pipe(
  text,
  v.nonEmpty("Expected a name, found an empty text"),
);

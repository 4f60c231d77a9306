import { fileURLToPath } from "node:url";

/** An event to run the bundle for. */
export interface Example {
  /** Name of the event. */
  name: string;
  /** Its payload. */
  payload: unknown;
}

/** What became of a run. */
export interface ExampleRun {
  /** Name of the event. */
  name: string;
  /** What the process would have exited with. */
  code: number;
  /** What it wrote to the file of outputs. */
  outputs: string;
  /** What it wrote to the file of the summary. */
  summary: string;
}

/** Path of the program that makes the runs. */
export const everyExample: string = fileURLToPath(new URL("every_example.ts", import.meta.url));

/** Line before what a run prints. */
export const divider = "--- next example ---";

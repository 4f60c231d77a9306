import type { Deps } from "../src/transport/deps.ts";
import type { Environment } from "./event.ts";

/** The part of `@actions/core` that the Action uses. */
export interface ActionsCore {
  /** Hides a text in everything that the job prints from now on. */
  setSecret(secret: string): void;
  /** Prints a line as it is: the runner carries out what looks like a command. */
  info(message: string): void;
  /** Prints a line and shows it with the run. */
  notice(message: string, properties?: { title: string }): void;
  /** Prints a line and shows it with the run, as a warning. */
  warning(message: string, properties?: { title: string }): void;
  /** Prints a line and shows it with the run, as an error. */
  error(message: string, properties?: { title: string }): void;
  /** Begins a part of the log that is folded. */
  startGroup(name: string): void;
  /** Ends that part. */
  endGroup(): void;
  /** Gives the step an output. */
  setOutput(name: string, value: string): void;
  /** Fails the step, and says why. */
  setFailed(message: string): void;
}

/** What the Action gets from the process that it runs in. */
export interface Host {
  /** The runner's variables, inputs included. */
  environment: Environment;
  /** Reads a file as text. Throws where it cannot. */
  readFile(path: string): string;
  /** Adds a text to the end of a file. Throws where it cannot. */
  appendFile(path: string, text: string): void;
  /** Makes the network go through a proxy, where the environment names one. Default: nothing is done. */
  followProxy?: (environment: Environment) => void;
  /** Network, clock and chance. Default: the runtime's. */
  deps?: Partial<Deps>;
}

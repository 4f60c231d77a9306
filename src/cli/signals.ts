import process from "node:process";

/** How long what is in flight may take after SIGINT or SIGTERM, in milliseconds. */
const graceMs = 5_000;

/**
 * A signal this soon after the first is the same one: a terminal sends it to every process of the command, and
 * `deno task` and npx pass theirs on.
 */
const sameSignalMs = 1_000;

/** How a signal is answered. */
export interface SignalOptions {
  /** Takes what happens, in words. Default: standard output. */
  say?: (text: string) => void;
}

/**
 * Closes once SIGINT or SIGTERM arrives and then ends the process with 0; a second signal ends it at once.
 *
 * @param close Finishes what is in flight for up to the milliseconds given.
 */
export function closeOnSignal(
  close: (graceMs: number) => Promise<void>,
  { say = console.log }: SignalOptions = {},
): void {
  let closingSince: number | undefined;
  const onSignal = async () => {
    if (closingSince !== undefined) {
      if (performance.now() - closingSince > sameSignalMs) process.exit(130);
      return;
    }
    closingSince = performance.now();
    say("Closing: finishing what is in flight");
    try {
      await close(graceMs);
      process.exit(0);
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

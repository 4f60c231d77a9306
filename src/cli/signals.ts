import process from "node:process";

/** How long what is in flight may take after SIGINT or SIGTERM, in milliseconds. */
const graceMs = 5_000;

/**
 * Closes once SIGINT or SIGTERM arrives and then ends the process with 0; a second signal ends it at once.
 *
 * @param close Finishes what is in flight for up to the milliseconds given.
 */
export function closeOnSignal(close: (graceMs: number) => Promise<void>): void {
  let closing = false;
  const onSignal = async () => {
    if (closing) process.exit(130);
    closing = true;
    console.log("Closing: finishing what is in flight");
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

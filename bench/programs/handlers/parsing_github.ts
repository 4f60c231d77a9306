import { verifyingHandler } from "./bare_github.ts";
import type { Handler } from "./handler.ts";

/** Verifies the signature of a delivery and reads its JSON, and does nothing with it. */
export const handler: Handler = verifyingHandler((delivery) => {
  JSON.parse(new TextDecoder().decode(delivery));
});

import type { Deps } from "../../transport/deps.ts";
import type { Account } from "../account.ts";

/** What endpoints work with. */
export interface EndpointContext {
  /** Whose contacts and events. */
  account: Account;
  /** Time and chance. */
  deps: Deps;
}

/** One POST endpoint: what it makes of a parsed body. */
export interface Endpoint {
  /** Path on HubSpot's host. */
  path: string;
  /** Answers; the body is JSON, and nothing more is known of it. */
  answer(body: unknown): Response;
}

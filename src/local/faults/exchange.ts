import type { Deps } from "../../transport/deps.ts";

/** A request to the API, read whole, and what can be done with it. */
export interface Exchange {
  /** The request. */
  request: {
    /** HTTP method. */
    method: string;
    /** Path, without the query. */
    path: string;
    /** The body as it came; empty where there is none. */
    body: Uint8Array<ArrayBuffer>;
    /** Says when the caller hangs up. */
    signal: AbortSignal;
  };
  /** Time and chance. */
  deps: Deps;
  /** Has the API answer. `body` stands in for the request's own. */
  carryOut(body?: Uint8Array<ArrayBuffer>): Promise<Response>;
  /** Waits until the caller hangs up, and rejects with the reason; as a broken connection, where the server stops. */
  hang(): Promise<never>;
}

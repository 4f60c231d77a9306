/** A fetch handler: what Deno, Bun, Workers and every Web-standard server take. */
export interface Forwarder {
  /** Answers one request. Never throws. */
  fetch(request: Request): Promise<Response>;
}

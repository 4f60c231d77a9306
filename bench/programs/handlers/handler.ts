/** Answers requests. Each module beside this one that is a handler exports it by the name `handler`. */
export interface Handler {
  /** Answers a request. */
  fetch(request: Request): Response | Promise<Response>;
}

/** Token of `/events`. */
export const eventsToken = "events-token";

/** Secret of `/github`. */
export const gitHubSecret = "the-secret";

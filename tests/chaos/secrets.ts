/** What senders and forwarders share in a run. */
export const secrets = {
  /** Of GitHub's webhook. */
  github: "secret-of-the-webhook",
  /** Token of `/events`. */
  events: "token-of-the-events",
  /** Segment's write key. */
  segment: "a-write-key-of-ours",
  /** Token of CloudEvents. */
  cloudEvents: "token-of-cloudevents",
  /** Of the sender of Standard Webhooks. */
  webhook: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  /** Token of `/metrics`. */
  metrics: "token-of-the-metrics",
  /** HubSpot access token; Local HubSpot takes any. */
  hubspot: "pat-na1-chaos",
} as const;

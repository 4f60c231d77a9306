import type { AuthenticationOptions } from "../sources/cloudevents/authentication.ts";
import type { HandshakeOptions } from "../sources/cloudevents/handshake.ts";
import type { GitHubActivityOptions } from "../sources/github/choice.ts";
import type { OlderSignature } from "../sources/hubspot_webhooks/signature.ts";
import type { WorkflowPaths } from "../sources/hubspot_webhooks/workflow.ts";
import type { PayloadPath } from "../sources/payload/path.ts";
import type { PayloadPaths } from "../sources/payload/reader.ts";
import type { FactKind } from "../sources/segment/activities.ts";

/** What is made of CloudEvents; their token is no part of a file. */
export interface CloudEventsConfig
  extends PayloadPaths, HandshakeOptions, Pick<AuthenticationOptions, "tokenInAddress"> {}

/** One sender of webhooks that are signed as Standard Webhooks has it. */
export interface WebhookSenderConfig extends PayloadPaths {
  /** The sender: begins every activity's type and goes into its id. */
  name: string;
  /** Path of its route. Default: `/webhooks/` and the name. */
  path?: string;
  /** Name of the environment variable that holds its secret, or several with commas between them. */
  secretEnv: string;
  /** Longest time between signing and receiving, either way, in seconds. Default: 300. */
  toleranceSeconds?: number;
  /** Where the type of the event stands. Default: `type`. */
  type?: PayloadPath;
}

/** What is made of HubSpot's own webhooks. */
export interface HubSpotWebhooksConfig {
  /** Versions of the signature that are taken beside v3. Default: none. */
  olderSignatures?: readonly OlderSignature[];
  /** Where things stand in what a workflow sends. Default: as in a contact's record. */
  workflow?: WorkflowPaths;
}

/** What is made of the calls of Segment's clients. */
export interface SegmentConfig {
  /** Calls about people that go on the timeline as well. Default: none. */
  include?: readonly FactKind[];
}

/** Options of each source, by its name. No secret is among them: a file like this is shown around. */
export interface SourceOptions {
  /** GitHub, for the forwarder and the Action. */
  github?: GitHubActivityOptions;
  /** CloudEvents. */
  cloudevents?: CloudEventsConfig;
  /** Senders of Standard Webhooks. */
  webhooks?: readonly WebhookSenderConfig[];
  /** HubSpot's own webhooks. */
  hubspot?: HubSpotWebhooksConfig;
  /** Segment's clients. */
  segment?: SegmentConfig;
}

import {
  type AccessToken,
  type AccountLimiter,
  type Client,
  createAccountLimiter,
  createClient,
  defaultMapping,
  oauth,
  type Receipt,
} from "../../mod.ts";
import { createForwarder } from "../../src/edge/mod.ts";
import { startDelivery } from "../../src/outbox/delivery_loop.ts";
import { defaultDepthLimit } from "../../src/outbox/depth.ts";
import { directOutbox } from "../../src/outbox/direct.ts";
import type { Outbox, SettledReceipt } from "../../src/outbox/outbox.ts";
import { defaultSchedule, type RetrySchedule } from "../../src/outbox/settlement.ts";
import { SqlOutbox } from "../../src/outbox/sql_outbox.ts";
import type { SqlRunner } from "../../src/outbox/sql_runner.ts";
import { cloudEvents } from "../../src/sources/cloudevents.ts";
import { github } from "../../src/sources/github.ts";
import { segment } from "../../src/sources/segment.ts";
import { standardWebhooks } from "../../src/sources/standard_webhooks.ts";
import type { Deps } from "../../src/transport/deps.ts";
import type { Life } from "./life.ts";
import type { Handler } from "./network.ts";
import type { Settings } from "./schedule.ts";
import { secrets } from "./traffic.ts";

/** Parts of the house that can be exchanged, so that bugs can be planted behind its ports. */
export interface Parts {
  /** Stands in for the client. */
  client?(own: Client, deps: Deps): Client;
  /** Stands in for the outbox. */
  outbox?(own: Outbox, deps: Deps): Outbox;
  /** Stands in for the limiter. */
  limiter?(own: AccountLimiter): AccountLimiter;
  /** Stands in for the forwarder's handler. */
  handler?(own: Handler): Handler;
  /** Delays between attempts. */
  schedule?: RetrySchedule;
  /** Other settings of the house than the world's. */
  settings?(own: Settings): Settings;
}

/** What a process of the forwarder is given. */
export interface ProcessOptions {
  /** How the world is set up. */
  settings: Settings;
  /** Its life. */
  life: Life;
  /** Time, chance and network, as this process has them. */
  deps: Deps;
  /** The outbox's database. */
  runner: SqlRunner;
  /** What stands in for parts of the house. */
  parts: Parts;
  /** Told of every receipt that an outbox which delivers at once gives, with its event as JSON. */
  onDirectReceipt: (event: string, outcome: Receipt["outcome"]) => void;
}

/** A process of the forwarder that runs. */
export interface ForwarderProcess {
  /** Its life. */
  life: Life;
  /** Its clock. */
  now(): number;
  /** Answers a request. */
  handle: Handler;
  /** Ends it as a signal does: requests and rounds under way have so many milliseconds. */
  stop(graceMs: number): Promise<void>;
  /** Requests that it answers now. */
  answering(): number;
}

/** App of Local HubSpot that the client uses where tokens expire. */
export const oauthApp = {
  clientId: "the-app",
  clientSecret: "the-secret-of-the-app",
  refreshTokens: ["the-refresh-token"],
};

/** Token of a private app. */
export const privateToken = "pat-na1-simulated";

/** Starts a process: all of the house but its HTTP server, as `deno task start` puts it together. */
export function startProcess(options: ProcessOptions): ForwarderProcess {
  const { life, deps, parts } = options;
  const settings = parts.settings?.(options.settings) ?? options.settings;
  const client = makeClient(settings, options);
  const ownOutbox = settings.outbox === "direct"
    ? toldDirectOutbox(client, options.onDirectReceipt)
    : new SqlOutbox({
      runner: options.runner,
      client,
      destination: "hubspot",
      schedule: parts.schedule ?? defaultSchedule,
      keepDeliveredMs: settings.keepDeliveredDays * 24 * 60 * 60_000,
      depth: { ...defaultDepthLimit, events: settings.depth },
      deps,
      // Some time passes until the event loop comes around, in which more may come and the process may end.
      later: (commit) => void life.sleep(2).then(commit),
    });
  const outbox = parts.outbox?.(ownOutbox, deps) ?? ownOutbox;
  const forwarder = createForwarder({
    outbox,
    sources: sourcesOf(),
    events: { token: secrets.events },
    deps,
  });
  const onReceipt = (receipt: SettledReceipt) => forwarder.onReceipt(receipt);
  const delivery = startDelivery(outbox, { limit: settings.roundLimit, onReceipt, deps });
  const answer = parts.handler?.(forwarder.fetch) ?? forwarder.fetch;
  let answering = 0;
  return {
    life,
    now: deps.now,
    answering: () => answering,
    async handle(request) {
      answering++;
      try {
        return await answer(request);
      } finally {
        answering--;
      }
    },
    async stop(graceMs) {
      for (let left = graceMs; left > 0 && answering > 0; left -= 500) await life.sleep(500);
      await delivery.stop(graceMs);
      await outbox.close();
    },
  };
}

function makeClient(
  settings: Settings,
  { deps, parts }: ProcessOptions,
): Client {
  const ownLimiter = createAccountLimiter({ ...settings.limits, deps });
  const own = createClient({
    accessToken: accessTokenOf(settings, deps),
    limiter: parts.limiter?.(ownLimiter) ?? ownLimiter,
    batchSizes: sizesOf(settings.batchSize),
    concurrency: settings.concurrency,
    deps,
  });
  return parts.client?.(own, deps) ?? own;
}

/** An outbox that delivers within the put, and tells what became of each event: nothing else remembers. */
function toldDirectOutbox(
  client: Client,
  onReceipt: ProcessOptions["onDirectReceipt"],
): Outbox {
  const own = directOutbox({ client });
  return {
    ...own,
    async put(events, origin) {
      const result = await own.put(events, origin);
      for (const { index, outcome } of result.receipts ?? []) {
        onReceipt(JSON.stringify(events[index]), outcome);
      }
      return result;
    },
  };
}

function sizesOf(size: number): Record<"app" | "custom" | "timeline", number> {
  return { app: size, custom: size, timeline: Math.min(size, 100) };
}

function accessTokenOf({ tokenLifeSeconds }: Settings, deps: Deps): AccessToken {
  if (tokenLifeSeconds === 0) return privateToken;
  const { clientId, clientSecret, refreshTokens: [refreshToken = ""] } = oauthApp;
  return oauth({ clientId, clientSecret, refreshToken, deps });
}

function sourcesOf() {
  const mapping = defaultMapping({ eventName: "pe1_activity" });
  return [
    {
      path: "/github",
      source: github({ secret: secrets.github }),
      mapping,
      people: { octocat: "octocat@example.com" },
    },
    { path: "/v1", source: segment({ writeKey: secrets.segment }), mapping },
    { path: "/webhook", source: standardWebhooks({ secret: secrets.webhook }), mapping },
    { path: "/cloudevents", source: cloudEvents({ token: secrets.cloudevents }), mapping },
  ];
}

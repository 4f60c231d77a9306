import { deliveriesPage } from "../edge/deliveries/mod.ts";
import { type FrontLink, frontPage } from "../edge/front_page.ts";
import { createForwarder, type ForwarderOptions } from "../edge/mod.ts";
import { referencePage } from "../edge/reference/mod.ts";
import { createAccountLimiter } from "../hubspot/account_limiter.ts";
import { listen } from "../local/listen.ts";
import type { LocalHubSpotOptions } from "../local/mod.ts";
import type { Config } from "../mapping/config.ts";
import { defaultMapping } from "../mapping/default_mapping.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { compileRules } from "../mapping/rules.ts";
import { startDelivery } from "../outbox/delivery_loop.ts";
import type { SettledReceipt } from "../outbox/outbox.ts";
import type { ResolverProblem } from "../people/resolver.ts";
import { gitHubLookups } from "./github_lookups.ts";
import { hubSpotClient } from "./hubspot_client.ts";
import { openLocalHubSpot } from "./local_hubspot.ts";
import { openAddresses, openOutbox } from "./open_outbox.ts";
import { opening } from "./opening.ts";
import { rateLimitsOf } from "./rate_limits.ts";
import { type Settings, SettingsError } from "./settings.ts";
import { sourceRoutes } from "./source_routes.ts";
import type { WebhookSender } from "./webhook_senders.ts";

/** Everything that `start` runs, open for requests. */
export interface House {
  /** Where the forwarder listens. */
  url: string;
  /** The page of Local HubSpot, where events go there. */
  localUrl?: string;
  /** Secret of `/github`; missing where the route is closed. */
  githubSecret?: string;
  /** Token of `/events`; missing where the route is closed. */
  eventsToken?: string;
  /** Password of `/deliveries`; missing where the page is closed. */
  password?: string;
  /** Stops taking requests, finishes what is in flight for up to `graceMs` milliseconds, and closes. */
  close(graceMs: number): Promise<void>;
}

/** What a house tells while it runs. */
export interface HouseListeners extends Pick<ForwarderOptions, "onHandled" | "onError"> {
  /** Told of every receipt. */
  onReceipt: (receipt: SettledReceipt) => void;
  /** Told of look-ups that went wrong. Default: nobody is. */
  onLookupProblem?: (problem: ResolverProblem) => void;
}

/** Name of the custom event in Local HubSpot, whose account has no number. */
const localEventName = "pe0_activity";

/**
 * Opens the forwarder with its outbox, and Local HubSpot where there is no token for HubSpot.
 *
 * @throws {SettingsError} If the settings do not fit together, or something cannot be opened.
 */
export async function openHouse(
  settings: Settings,
  { config, listeners, senders = [], local: localOptions = {} }: {
    config: Config;
    listeners: HouseListeners;
    senders?: readonly WebhookSender[];
    local?: LocalHubSpotOptions;
  },
): Promise<House> {
  const { accessToken, segmentWriteKeys, publicUrl, metricsToken } = settings;
  const isLocal = accessToken === undefined;
  const { githubSecret, eventsToken, password } = secretsOf(settings);
  const { host, port, rateLimits = [], eventsMaxBytes } = settings;
  // On this machine alone, wherever the forwarder listens: it takes any token.
  const local = isLocal ? await openLocalHubSpot(settings, localOptions) : undefined;
  const limiter = createAccountLimiter();
  const client = hubSpotClient(settings, { limiter, localUrl: local?.url });
  const outbox = await openOutbox(settings, client);
  // What it had is gone, so that it must count as sent no longer.
  local?.onReset(() => void outbox.forgetDelivered().catch((error) => listeners.onError?.(error)));
  const addresses = segmentWriteKeys === undefined ? undefined : await openAddresses(settings);
  const sources = await sourceRoutes({
    settings: githubSecret === undefined ? settings : { ...settings, githubSecret },
    config,
    senders,
    addresses,
    resolver: gitHubLookups(settings, { config, onProblem: listeners.onLookupProblem }),
    mappingFor: (path, variable) => mappingOf(settings, { config, path, variable }),
  });
  const events = eventsToken === undefined ? undefined : {
    token: eventsToken,
    ...(eventsMaxBytes === undefined ? {} : { maxBodyBytes: eventsMaxBytes }),
  };
  const limitOf = rateLimitsOf(rateLimits, [
    ...sources.map(({ path }) => path),
    ...(events === undefined ? [] : ["/events"]),
  ]);
  // All but the paths was looked at before, and those are of the file's own making.
  const forwarder = await opening("HUBLINE_CONFIG", () =>
    createForwarder({
      ...listeners,
      outbox,
      trustContentLength: true, // Every request comes from a server, which holds senders to it.
      sources: sources.map((route) => ({ ...route, ...limitOf(route.path) })),
      ...(events === undefined ? {} : { events: { ...events, ...limitOf("/events") } }),
      pages: [
        frontPage(frontLinks({ localUrl: local?.url, password, metricsToken })),
        referencePage(),
        ...(password === undefined ? [] : [deliveriesPage({ password })]),
      ],
      ...(metricsToken === undefined ? {} : { metrics: { token: metricsToken, limiter } }),
      ...(publicUrl === undefined ? {} : { publicUrl }),
    }));
  const delivery = startDelivery(outbox, {
    ...listeners,
    onReceipt(receipt) {
      forwarder.onReceipt(receipt);
      listeners.onReceipt(receipt);
    },
  });
  const listener = await opening("PORT", () => listen(forwarder.fetch, { host, port }));
  return {
    url: listener.url,
    ...(local === undefined ? {} : { localUrl: local.url }),
    ...(githubSecret === undefined ? {} : { githubSecret }),
    ...(eventsToken === undefined ? {} : { eventsToken }),
    ...(password === undefined ? {} : { password }),
    async close(graceMs) {
      const deadline = performance.now() + graceMs;
      await listener.close(graceMs);
      await delivery.stop(Math.max(0, deadline - performance.now()));
      await outbox.close();
      await addresses?.close();
      await local?.close();
    },
  };
}

/** Local HubSpot is nobody's data, so a secret may be made up; for HubSpot a route without its secret stays closed. */
function secretsOf(
  settings: Settings,
): Pick<House, "githubSecret" | "eventsToken" | "password"> {
  const { githubSecret, eventsToken, password } = settings;
  if (settings.accessToken === undefined) {
    return {
      githubSecret: githubSecret ?? crypto.randomUUID(),
      eventsToken: eventsToken ?? crypto.randomUUID(),
      password: password ?? crypto.randomUUID(),
    };
  }
  return {
    ...(githubSecret === undefined ? {} : { githubSecret }),
    ...(eventsToken === undefined ? {} : { eventsToken }),
    ...(password === undefined ? {} : { password }),
  };
}

/** What the page at `/` leads to. */
function frontLinks(
  { localUrl, password, metricsToken }: {
    localUrl: string | undefined;
    password: string | undefined;
    metricsToken: string | undefined;
  },
): FrontLink[] {
  return [
    ...(password === undefined ? [] : [{ title: "Deliveries", href: "/deliveries" }]),
    ...(localUrl === undefined
      ? []
      : [{ title: "Timelines in Local HubSpot", href: `${localUrl}/` }]),
    { title: "Reference of the API", href: "/reference" },
    { title: "OpenAPI", href: "/openapi.json" },
    { title: "Whether it is ready", href: "/readyz" },
    ...(metricsToken === undefined ? [] : [{ title: "Metrics, with a token", href: "/metrics" }]),
  ];
}

function mappingOf(
  settings: Settings,
  { config, path, variable }: { config: Config; path: string; variable: string },
): Mapping {
  if (config.rules !== undefined) return compileRules(config.rules);
  const isLocal = settings.accessToken === undefined;
  const eventName = settings.eventName ?? (isLocal ? localEventName : undefined);
  if (eventName === undefined) {
    throw new SettingsError(
      "HUBLINE_EVENT_NAME: Expected the full name of a custom event, pe{HubID}_{name}, found nothing: " +
        `${variable} opens ${path}, and neither this nor rules in hubline.yml say what its ` +
        "activities become",
    );
  }
  return defaultMapping({ eventName });
}

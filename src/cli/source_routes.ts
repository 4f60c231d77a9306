import type { SourceRoute } from "../edge/mod.ts";
import type { Config } from "../mapping/config.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { Resolver } from "../people/resolver.ts";
import { cloudEvents } from "../sources/cloudevents.ts";
import { github } from "../sources/github.ts";
import { hubSpotWebhooks } from "../sources/hubspot_webhooks.ts";
import { type AddressBook, segment } from "../sources/segment.ts";
import type { Source } from "../sources/source.ts";
import { standardWebhooks } from "../sources/standard_webhooks.ts";
import { excludedPeople } from "./excluded_people.ts";
import { opening } from "./opening.ts";
import type { Settings } from "./settings.ts";
import type { WebhookSender } from "./webhook_senders.ts";

/** What the routes of sources are made of. */
export interface SourceRouteParts {
  /** Secrets, by which routes open. */
  settings: Settings;
  /** Options of each source, and the people. */
  config: Config;
  /** Senders of Standard Webhooks. */
  senders: readonly WebhookSender[];
  /** Remembers addresses for Segment's source; missing where its route is closed. */
  addresses?: AddressBook | undefined;
  /** Looks up GitHub's people; missing where nobody is looked up. */
  resolver?: Resolver | undefined;
  /** Makes the mapping for a route that `variable` opens; throws a `SettingsError` where nothing says what it is. */
  mappingFor(path: string, variable: string): Mapping;
}

/** Opens a route for each source whose secret is set. Throws a `SettingsError` for options that a source refuses. */
export async function sourceRoutes(parts: SourceRouteParts): Promise<SourceRoute[]> {
  const { settings, config, senders, addresses, resolver } = parts;
  const { githubSecret, cloudEventsToken, hubSpotClientSecret, segmentWriteKeys } = settings;
  const routes: SourceRoute[] = [];
  if (githubSecret !== undefined) {
    // The secret has been looked at, so that only the file can be at fault.
    const source = await opening(
      "HUBLINE_CONFIG",
      () =>
        github({ ...config.github, excludePeople: excludedPeople(config), secret: githubSecret }),
    );
    const more = resolver === undefined ? {} : { resolver };
    routes.push({ ...route("/github", { source, variable: "GITHUB_WEBHOOK_SECRET" }), ...more });
  }
  if (cloudEventsToken !== undefined) {
    const variable = "CLOUDEVENTS_TOKEN";
    const source = cloudEvents({ ...config.cloudevents, token: cloudEventsToken });
    routes.push(route("/cloudevents", { source, variable }));
  }
  for (const { path, variable, secrets, config: sender } of senders) {
    if (secrets === undefined) continue;
    const { path: _path, secretEnv: _secretEnv, ...options } = sender ?? {};
    const source = await opening(
      variable,
      () => standardWebhooks({ ...options, secret: secrets }),
    );
    routes.push(route(path, { source, variable }));
  }
  if (hubSpotClientSecret !== undefined) {
    const variable = "HUBSPOT_CLIENT_SECRET";
    const source = hubSpotWebhooks({ ...config.hubspot, clientSecret: hubSpotClientSecret });
    routes.push(route("/hubspot", { source, variable }));
  }
  if (segmentWriteKeys !== undefined && addresses !== undefined) {
    const source = segment({ ...config.segment, writeKey: segmentWriteKeys, addresses });
    // Its logins are the ids of a product's users: one that reads like a login at GitHub is somebody else's.
    routes.push({ ...route("/v1", { source, variable: "SEGMENT_WRITE_KEY" }), people: {} });
  }
  return routes;

  function route(
    path: string,
    { source, variable }: { source: Source; variable: string },
  ): SourceRoute {
    const mapping = parts.mappingFor(path, variable);
    return { path, source, mapping, people: config.people ?? {} };
  }
}

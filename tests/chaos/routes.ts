import { parseConfig } from "../../src/mapping/config.ts";
import { compileRules } from "../../src/mapping/rules.ts";
import type { SourceRoute } from "../../src/edge/mod.ts";
import { cloudEvents } from "../../src/sources/cloudevents.ts";
import { github } from "../../src/sources/github.ts";
import { segment } from "../../src/sources/segment.ts";
import { standardWebhooks } from "../../src/sources/standard_webhooks.ts";
import { configText } from "./rules.ts";
import { secrets } from "./secrets.ts";

/** The routes of sources, for forwarders that are put together by hand. */
export function routes(): SourceRoute[] {
  const { people = {}, rules = [] } = parseConfig(configText, "hubline.yml");
  const mapping = compileRules(rules);
  return [
    { path: "/github", source: github({ secret: secrets.github }), mapping, people },
    { path: "/v1", source: segment({ writeKey: secrets.segment }), mapping },
    { path: "/cloudevents", source: cloudEvents({ token: secrets.cloudEvents }), mapping },
    { path: "/webhooks", source: standardWebhooks({ secret: secrets.webhook }), mapping },
  ];
}

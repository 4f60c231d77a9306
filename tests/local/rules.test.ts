import { describe, it } from "node:test";
import { appEventRules } from "./rules/app_events.ts";
import { associationRules } from "./rules/association.ts";
import { contactSearchRules } from "./rules/contact_searches.ts";
import { contactRules } from "./rules/contacts.ts";
import { customEventRules } from "./rules/custom_events.ts";
import { definitionRules } from "./rules/definitions.ts";
import { limitRules } from "./rules/limits.ts";
import { oauthRules } from "./rules/oauth.ts";
import { type Rule, show } from "./rules/rule.ts";
import { templateRules } from "./rules/templates.ts";
import { timelineRules } from "./rules/timeline.ts";
import { tokenStateRules } from "./rules/token_states.ts";
import { unconfirmedRules } from "./rules/unconfirmed.ts";

const rules: Record<string, readonly Rule[]> = {
  "timeline v3": timelineRules,
  "templates of timeline v3": templateRules,
  "app events": appEventRules,
  "custom events": customEventRules,
  "definitions of custom events": definitionRules,
  contacts: contactRules,
  "searches for contacts": contactSearchRules,
  "whose timeline it is": associationRules,
  "how much there may be": limitRules,
  "tokens and scopes": oauthRules,
  "tokens looked at and ended": tokenStateRules,
  "what HubSpot leaves open": unconfirmedRules,
};

for (const [name, table] of Object.entries(rules)) {
  describe(`Local HubSpot, ${name}`, () => {
    for (const rule of table) it(rule.rule, () => show(rule));
  });
}

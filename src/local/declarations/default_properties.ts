import type { PropertyDefinition } from "./property.ts";

const texts = [
  "browser",
  "city",
  "country",
  "element_class",
  "element_id",
  "element_text",
  // An enumeration at HubSpot, whose options no page lists.
  "language",
  "link_href",
  "page_id",
  "page_title",
  "page_url",
  "region",
  "referrer",
  "user_agent",
  "utm_campaign",
  "utm_medium",
  "utm_source",
  "utm_content",
  "utm_term",
  "operating_system",
  "operating_version",
  "asset_description",
  "asset_type",
  "campaign_id",
  "device_name",
  "touchpoint_source",
  "tracking_name",
  "parent_module_id",
];

const numbers = ["screen_height", "screen_width"];

const enumerations: readonly [name: string, values: readonly string[]][] = [
  ["device_type", [
    "Game Console",
    "PDA",
    "Personal Computer",
    "Desktop",
    "Smartphone",
    "Smart TV",
    "Tablet",
    "Wearable Computer",
    "Unknown",
  ]],
  ["page_content_type", [
    "BLOG_POST",
    "KNOWLEDGE_ARTICLE",
    "LANDING_PAGE",
    "LISTING_PAGE",
    "STANDARD_PAGE",
    "WEB_INTERACTIVE",
  ]],
];

/**
 * The properties that every event definition has unless it says otherwise.
 *
 * @see https://developers.hubspot.com/docs/api-reference/latest/events/define-events/guide
 */
export const defaultProperties: readonly PropertyDefinition[] = [
  ...texts.map((name) => property(name, "string")),
  ...numbers.map((name) => property(name, "number")),
  ...enumerations.map(([name, values]) => property(name, "enumeration", values)),
];

function property(
  name: string,
  type: PropertyDefinition["type"],
  values: readonly string[] = [],
): PropertyDefinition {
  const words = name.replaceAll("_", " ");
  return {
    name: `hs_${name}`,
    label: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`,
    type,
    options: values.map((value) => ({ label: value, value })),
  };
}

import type { AppEventType } from "./app_event_types.ts";
import type { Declarations } from "./declarations.ts";
import type { EventDefinition } from "./event_definitions.ts";
import type { EventTemplate } from "./templates.ts";

/** All that is declared, as plain JSON. */
export interface DeclarationData {
  /** Templates of timeline `v3`. */
  templates: readonly EventTemplate[];
  /** Types of app events. */
  appEventTypes: readonly AppEventType[];
  /** Definitions of custom events. */
  eventDefinitions: readonly EventDefinition[];
  /** Names that deleted definitions had. */
  spentEventNames: readonly string[];
}

/** All that is declared. */
export function snapshotDeclarations(declarations: Omit<Declarations, "hubId">): DeclarationData {
  const { templates, appEventTypes, eventDefinitions } = declarations;
  return {
    templates: templates.all(),
    appEventTypes: appEventTypes.all(),
    eventDefinitions: eventDefinitions.all(),
    spentEventNames: eventDefinitions.spentNames(),
  };
}

/** Puts data in place of all that is declared. The data must be in order. */
export function restoreDeclarations(
  declarations: Omit<Declarations, "hubId">,
  data: DeclarationData,
): void {
  declarations.templates.restore(data.templates);
  declarations.appEventTypes.restore(data.appEventTypes);
  declarations.eventDefinitions.restore(data.eventDefinitions, data.spentEventNames);
}

import type { Deps } from "../../transport/deps.ts";
import { defaultProperties } from "./default_properties.ts";
import { type ObjectType, readObjectType } from "./object_type.ts";
import type { PropertyDefinition } from "./property.ts";

/** Finds the record of an event by a property of the event and one of the record. */
export interface MatchingRule {
  /** Property of the record. */
  targetObjectPropertyName: string;
  /** Property of the event. */
  eventPropertyName: string;
}

/** A property of an event definition. */
export interface EventProperty extends PropertyDefinition {
  /** What people read beside it. */
  description: string;
}

/** An event definition as it is given. */
export interface EventDefinitionDraft {
  /** Name within the account. */
  name: string;
  /** What people call it. */
  label: string;
  /** What people read beside it. */
  description: string;
  /** What its events belong to: `CONTACT`, `COMPANY`, `DEAL`, `TICKET`, or the name of a custom object. */
  primaryObject: string;
  /** Properties of its own. */
  properties: readonly EventProperty[];
  /** Whether it has HubSpot's default properties too. */
  includeDefaultProperties: boolean;
  /** How events find their record. */
  matching?: MatchingRule;
}

/** The definition of a custom event. */
export interface EventDefinition extends EventDefinitionDraft {
  /** Id, digits only. */
  id: string;
  /** Name by which events are sent, `pe{HubID}_{name}`. */
  fullyQualifiedName: string;
  /** When it was made, ISO 8601 in UTC. */
  createdAt: string;
  /** When it last changed, ISO 8601 in UTC. */
  updatedAt: string;
}

/** Ids of definitions count up from here; any number does. */
const firstId = 7_000_001;

/** The event definitions of an account. Definitions are replaced, never changed. */
export class EventDefinitions {
  readonly #hubId: number;
  readonly #deps: Pick<Deps, "now">;
  readonly #definitions = new Map<string, EventDefinition>();
  /** Names of definitions that were deleted: they cannot be used again. */
  readonly #spent = new Set<string>();
  #nextId = firstId;

  /** Opens an empty book for an account with this number. */
  constructor(hubId: number, deps: Pick<Deps, "now">) {
    this.#hubId = hubId;
    this.#deps = deps;
  }

  /** All definitions, oldest first. */
  all(): EventDefinition[] {
    return [...this.#definitions.values()];
  }

  /** Names that deleted definitions had. */
  spentNames(): string[] {
    return [...this.#spent];
  }

  /** Puts these definitions and spent names in place of all there are. */
  restore(definitions: readonly EventDefinition[], spentNames: readonly string[]): void {
    this.#definitions.clear();
    this.#spent.clear();
    for (const definition of definitions) this.#keep(definition);
    for (const name of spentNames) this.#spent.add(name);
    const last = definitions.reduce((most, { id }) => Math.max(most, Number(id)), firstId - 1);
    this.#nextId = last + 1;
  }

  /** Finds a definition by its full name. */
  find(fullyQualifiedName: string): EventDefinition | undefined {
    return this.#definitions.get(fullyQualifiedName);
  }

  /** Finds a definition by its name, full or not. */
  named(name: string): EventDefinition | undefined {
    return this.find(name) ?? this.find(this.#fullName(name));
  }

  /** Whether a name is taken, or was. */
  isSpent(name: string): boolean {
    return this.find(this.#fullName(name)) !== undefined || this.#spent.has(name);
  }

  /** Adds a definition. */
  add(draft: EventDefinitionDraft): EventDefinition {
    const now = this.#isoNow();
    return this.#keep({
      ...draft,
      id: String(this.#nextId++),
      fullyQualifiedName: this.#fullName(draft.name),
      createdAt: now,
      updatedAt: now,
    });
  }

  /** Changes a definition. */
  update(
    definition: EventDefinition,
    change: Partial<Pick<EventDefinition, "label" | "description" | "properties">>,
  ): EventDefinition {
    return this.#keep({ ...definition, ...change, updatedAt: this.#isoNow() });
  }

  /** Removes a definition for good. */
  remove({ name, fullyQualifiedName }: EventDefinition): void {
    this.#definitions.delete(fullyQualifiedName);
    this.#spent.add(name);
  }

  #fullName(name: string): string {
    return `pe${this.#hubId}_${name}`;
  }

  #keep(definition: EventDefinition): EventDefinition {
    this.#definitions.set(definition.fullyQualifiedName, definition);
    return definition;
  }

  #isoNow(): string {
    return new Date(this.#deps.now()).toISOString();
  }
}

/** All properties of a definition, HubSpot's own among them. */
export function propertiesOf(definition: EventDefinitionDraft): PropertyDefinition[] {
  const own = definition.properties;
  return definition.includeDefaultProperties ? [...defaultProperties, ...own] : [...own];
}

/** What the events of a definition belong to. */
export function objectTypeOf({ primaryObject }: EventDefinitionDraft): ObjectType {
  return readObjectType(primaryObject) ?? "custom_objects";
}

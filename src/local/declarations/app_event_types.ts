import type { ObjectType } from "./object_type.ts";
import type { PropertyDefinition } from "./property.ts";

/** A type of app events, as an app's developer project declares it. */
export interface AppEventType {
  /** The type's uid in its project. */
  uid: string;
  /** Name by which its events are sent, as its uid is. */
  fullyQualifiedName: string;
  /** Name of the developer project. */
  projectName: string;
  /** What people call it. */
  name: string;
  /** What its events belong to. */
  objectType: ObjectType;
  /** What an event shows at once. */
  headerTemplate?: string;
  /** What an event shows when it is opened. */
  detailTemplate?: string;
  /** The values that its events carry. */
  properties: readonly PropertyDefinition[];
}

/** Most types of an account, as HubSpot has it of an app. */
export const maxAppEventTypes = 750;

/** The app-event types that the apps of an account have. */
export class AppEventTypes {
  readonly #types = new Map<string, AppEventType>();

  /** All types, oldest first. */
  all(): AppEventType[] {
    return [...this.#types.values()];
  }

  /** Puts these types in place of all there are. */
  restore(types: readonly AppEventType[]): void {
    this.#types.clear();
    for (const type of types) this.declare(type);
  }

  /** Finds a type by its full name or its uid: HubSpot's pages say the one, integrators send the other too. */
  find(name: string): AppEventType | undefined {
    return this.#types.get(name) ?? this.all().find(({ uid }) => uid === name);
  }

  /** Finds a type by its project and its uid in it. */
  inProject(projectName: string, uid: string): AppEventType | undefined {
    return this.all().find((type) => type.projectName === projectName && type.uid === uid);
  }

  /** Declares a type, whose full name is no other's. */
  declare(type: AppEventType): void {
    this.#types.set(type.fullyQualifiedName, type);
  }
}

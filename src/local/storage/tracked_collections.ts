import { type AccountData, type CollectionName, collectionNames } from "./account_data.ts";
import { type Changes, KeptCollection } from "./changes.ts";

/** What has changed in one collection, and has to be kept. */
export interface PendingChanges extends Changes<unknown> {
  /** Which collection. */
  collection: CollectionName;
  /** Takes it that these changes were kept. */
  keep(): void;
}

/** Tells what has changed in one collection since it was last kept. */
type Tracker = (data: AccountData) => Omit<PendingChanges, "collection">;

/** Tells what has changed in an account's data since it was last kept. */
export class TrackedCollections {
  readonly #trackers: Readonly<Record<CollectionName, Tracker>> = {
    contacts: track(({ contacts }) => contacts, ({ id }) => id),
    // Its id is not enough: after a year HubSpot takes the same one again.
    events: track(({ events }) => events, ({ sequence }) => String(sequence)),
    templates: track(({ templates }) => templates, ({ id }) => id),
    appEventTypes: track((data) => data.appEventTypes, (type) => type.fullyQualifiedName),
    eventDefinitions: track((data) => data.eventDefinitions, (each) => each.fullyQualifiedName),
    spentEventNames: track((data) => data.spentEventNames, (name) => name),
  };

  /** What has changed, collection by collection; those without changes are left out. */
  changes(data: AccountData): PendingChanges[] {
    return collectionNames.flatMap((collection) => {
      const found = this.#trackers[collection](data);
      const isNothing = found.written.size === 0 && found.removed.length === 0;
      return isNothing ? [] : [{ collection, ...found }];
    });
  }
}

function track<T>(
  recordsOf: (data: AccountData) => readonly T[],
  keyOf: (record: T) => string,
): Tracker {
  const kept = new KeptCollection(keyOf);
  return (data) => {
    const found = kept.changes(recordsOf(data));
    return { ...found, keep: () => kept.keep(found) };
  };
}

import type { EventFamily, Json, TimelineIFrame } from "../hubspot/events.ts";

/** A contact of Local HubSpot. */
export interface LocalContact {
  /** Id of the record, digits only, as HubSpot's are. */
  id: string;
  /** E-mail address, trimmed and in lower case. */
  email?: string;
  /** Values of the `hubspotutk` cookie that are known to be this contact's. */
  utks: readonly string[];
  /** When the contact came into being, ISO 8601 in UTC. */
  createdAt: string;
}

/** How an event says whose timeline it goes on. */
export interface Identity {
  /** Id of a CRM record. */
  objectId?: string;
  /** E-mail address, trimmed and in lower case. */
  email?: string;
  /** Value of the `hubspotutk` cookie. */
  utk?: string;
}

/** An event as it was sent, of any family, checked and in one form. */
export interface Submission extends Identity {
  /** Which API it came by. */
  family: EventFamily;
  /** `eventTemplateId`, `eventTypeName` or `eventName`. */
  type: string;
  /** `id`, or `uuid` of a custom event. */
  id: string;
  /** Tokens or properties, each a string. */
  properties: Readonly<Record<string, string>>;
  /** When it happened, ISO 8601 in UTC. */
  time: string;
  /** Web domain of a company. */
  domain?: string;
  /** Any JSON, for a detail template. */
  extraData?: Json;
  /** A page to open beside the event. */
  timelineIFrame?: TimelineIFrame;
  /** `customObjectTypeId` or `objectTypeFullyQualifiedName`. */
  customObjectType?: string;
}

/** An event that Local HubSpot took. */
export interface LocalEvent extends Submission {
  /** Place in the order of acceptance, from 1. */
  sequence: number;
  /** When it was taken, ISO 8601 in UTC. */
  createdAt: string;
  /**
   * The contact on whose timeline it shows. Missing where it shows on none: its `objectId` is no contact's, or
   * its `utk` is nobody's yet.
   */
  contactId?: string;
}

/** E-mail addresses are one where they differ in case or in the space around them only. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

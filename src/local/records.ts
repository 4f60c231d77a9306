import type { EventFamily, Json, TimelineIFrame } from "../hubspot/events.ts";
import type { ObjectType } from "./declarations/object_type.ts";

/** A contact of Local HubSpot. */
export interface LocalContact {
  /** Id of the record, digits only, as HubSpot's are. */
  id: string;
  /** E-mail address, trimmed and in lower case. */
  email?: string;
  /** Further addresses that lead to this contact, in the form of `email`; missing where there are none. */
  additionalEmails?: readonly string[];
  /** Values of the `hubspotutk` cookie that are known to be this contact's. */
  utks: readonly string[];
  /** What else is known, by the name of the contact property; missing where nothing is. */
  properties?: Readonly<Record<string, string>>;
  /** When the contact came into being, ISO 8601 in UTC. */
  createdAt: string;
  /** When the contact last changed, ISO 8601 in UTC; missing where it never did. */
  updatedAt?: string;
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
  /** What the event's type is declared for; missing where the type is not declared, which is as good as contacts. */
  objectType?: ObjectType;
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

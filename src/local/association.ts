import type { EventFamily } from "../hubspot/events.ts";
import type { Identity } from "./records.ts";

/** What {@linkcode associate} needs to know of the contacts there are. */
export interface KnownContacts {
  /** Whether there is a contact with this id. */
  has(id: string): boolean;
  /** Id of the contact with this address. */
  byEmail(email: string): string | undefined;
  /** Id of the contact whose cookie has this value. */
  byUtk(utk: string): string | undefined;
}

/** Whose timeline an event goes on, and what becomes known of that contact by it. */
export type Association =
  | {
    /** It goes on the timeline of a contact that is there already. */
    outcome: "contact";
    /** Id of the contact. */
    contactId: string;
    /** The contact's address from now on. */
    email?: string;
    /** A cookie that is the contact's from now on. */
    utk?: string;
  }
  | {
    /** It brings its contact into being. */
    outcome: "new_contact";
    /** The contact's address. */
    email: string;
    /** The contact's cookie. */
    utk?: string;
  }
  | {
    /** It shows nowhere until the cookie is a contact's. */
    outcome: "waiting";
    /** The cookie. */
    utk: string;
  }
  | {
    /** It shows on no contact's timeline: its record is no contact, or it names none. */
    outcome: "no_contact";
  };

/**
 * HubSpot's order of precedence differs: a cookie beats an address on a timeline, and loses to it for custom
 * events.
 *
 * App events have a fourth, `domain`. It updates a company that `objectId` names, so it never decides.
 */
const precedence: Record<EventFamily, readonly (keyof Identity)[]> = {
  timeline: ["objectId", "utk", "email"],
  app: ["objectId", "utk", "email"],
  custom: ["objectId", "email", "utk"],
};

/**
 * Decides by HubSpot's rules whose timeline an event goes on. The first identifier that is given and leads
 * somewhere decides; an `objectId` always decides, and never brings a contact into being. Where HubSpot's pages are
 * silent, the mildest reading is taken: an address or a cookie that another contact has stays with that contact.
 */
export function associate(
  family: EventFamily,
  { identity, contacts }: { identity: Identity; contacts: KnownContacts },
): Association {
  for (const key of precedence[family]) {
    const found = deciders[key](family, identity, contacts);
    if (found !== undefined) return found;
  }
  return identity.utk === undefined
    ? { outcome: "no_contact" }
    : { outcome: "waiting", utk: identity.utk };
}

type Decider = (
  family: EventFamily,
  identity: Identity,
  contacts: KnownContacts,
) => Association | undefined;

const deciders: Record<keyof Identity, Decider> = {
  objectId(family, identity, contacts) {
    if (identity.objectId === undefined) return undefined;
    if (!contacts.has(identity.objectId)) return { outcome: "no_contact" };
    return {
      outcome: "contact",
      contactId: identity.objectId,
      // Documented for both timeline families; for custom events the address only finds the contact.
      ...(family === "custom" ? {} : freeEmail(identity, contacts)),
      ...freeUtk(identity, contacts),
    };
  },
  utk(family, identity, contacts) {
    const contactId = identity.utk === undefined ? undefined : contacts.byUtk(identity.utk);
    if (contactId === undefined) return undefined;
    return {
      outcome: "contact",
      contactId,
      // "That contact's e-mail is overwritten" is said of app events only.
      ...(family === "app" ? freeEmail(identity, contacts) : {}),
    };
  },
  email(_family, identity, contacts) {
    if (identity.email === undefined) return undefined;
    const contactId = contacts.byEmail(identity.email);
    const utk = freeUtk(identity, contacts);
    return contactId === undefined
      ? { outcome: "new_contact", email: identity.email, ...utk }
      : { outcome: "contact", contactId, ...utk };
  },
};

function freeEmail({ email }: Identity, contacts: KnownContacts): { email?: string } {
  return email === undefined || contacts.byEmail(email) !== undefined ? {} : { email };
}

function freeUtk({ utk }: Identity, contacts: KnownContacts): { utk?: string } {
  return utk === undefined || contacts.byUtk(utk) !== undefined ? {} : { utk };
}

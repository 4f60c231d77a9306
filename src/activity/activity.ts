import type { Issue } from "../validation/issues.ts";

/**
 * Where the e-mail address of an {@linkcode Actor} was found:
 *
 * - `payload`: the delivery itself named it;
 * - `people`: the configured map from login to address did;
 * - `remembered`: an earlier delivery told the address of this user (Segment's `identify`);
 * - `mailmap`: the repository's `.mailmap` did;
 * - `pull_request_commits`: a commit of the same pull request that GitHub ties to this login;
 * - `repository_commits`: an earlier commit in the repository that GitHub ties to this login;
 * - `profile`: the public profile;
 * - `organization_domain`: an address at a domain that the organization has verified;
 * - `saml`: the organization's single sign-on.
 */
export type EmailSource =
  | "payload"
  | "people"
  | "remembered"
  | "mailmap"
  | "pull_request_commits"
  | "repository_commits"
  | "profile"
  | "organization_domain"
  | "saml";

/** The person who did something, and so the contact on whose timeline it goes. */
export interface Actor {
  /** E-mail address, the usual way to a HubSpot contact. Never a noreply address. */
  email?: string;
  /** Where `email` was found. */
  emailSource?: EmailSource;
  /** Value of HubSpot's `hubspotutk` cookie in this person's browser. */
  utk?: string;
  /** Id of the HubSpot record, when the source knows it. */
  objectId?: string;
  /** User name at the source, for example a GitHub login. */
  login?: string;
  /** Name as the person writes it. */
  name?: string;
}

/** What an activity was about: one line to read and, where there is one, a page to open. */
export interface Subject {
  /** One line of plain text. */
  title: string;
  /** Absolute http(s) address. */
  url?: string;
}

/** A flat value of an activity's properties. */
export type ActivityValue = string | number | boolean;

/**
 * Something a person did, in Hubline's own form. It says nothing of HubSpot: sources make activities,
 * mappings turn them into HubSpot's events.
 */
export interface Activity {
  /** Deterministic: the same happening, delivered twice or by two ways, has the same id (a UUID). */
  id: string;
  /** Dotted name, from the source down to what was done: `github.pull_request.merged`. */
  type: string;
  /** When it happened, ISO 8601 in UTC. */
  time: string;
  /** Who did it. */
  actor: Actor;
  /** What it was done to. */
  subject: Subject;
  /** Further facts, flat, keyed in snake_case. */
  properties: Record<string, ActivityValue>;
}

/**
 * Why something that arrived became no event:
 *
 * - `ping`: the sender only asked whether anybody is there;
 * - `unsupported_event`, `unsupported_action`: nothing that goes on a timeline;
 * - `nothing_to_tell`: of a known kind, but empty (a push that only deletes a branch, a batch of nothing), or only there to
 *   say who somebody is (Segment's `identify`);
 * - `too_many`: the delivery tells of more than one answer can take in; the rest of it;
 * - `bot`: no person did it;
 * - `excluded`: the settings leave this person or this address out, or its sender says that it is not for HubSpot
 *   (Segment's `integrations`);
 * - `not_selected`: the settings choose other types of activities;
 * - `confidential`: a private sponsorship or a security alert, which nobody asked for;
 * - `no_contact`: nothing is known that leads to a contact;
 * - `shown_already`: it is on this contact's timeline already, as when somebody is author and co-author of a commit, or the
 *   same delivery tells of it twice;
 * - `no_rule`: no mapping rule wants it;
 * - `invalid_event`: it breaks a rule of its sender's format, and others that came with it do not; or what the mapping made of
 *   it breaks a rule of HubSpot's API.
 */
export type SkipReason =
  | "ping"
  | "unsupported_event"
  | "unsupported_action"
  | "nothing_to_tell"
  | "too_many"
  | "bot"
  | "excluded"
  | "not_selected"
  | "confidential"
  | "no_contact"
  | "shown_already"
  | "no_rule"
  | "invalid_event";

/** Something that arrived and became no event, and why. */
export interface Skipped {
  /** Why. */
  reason: SkipReason;
  /** What it was: an activity type, or the sender's name for it (`issues.labeled`). */
  what: string;
  /** Id of the activity, where it got as far as being one. */
  activityId?: string;
  /** Which rules were broken, and where, for `invalid_event`. */
  issues?: readonly Issue[];
}

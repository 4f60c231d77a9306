import * as v from "valibot";
import type { Happening } from "./happening.ts";
import { type Person, personNamed, personOf } from "./person.ts";
import { hostOf, originOf } from "./place.ts";
import { read } from "./reading.ts";
import {
  account,
  deliveryEntries,
  link,
  maybe,
  organization,
  type Place,
  text,
  time,
  whole,
} from "./schemas.ts";

const memberDelivery = v.object({
  ...deliveryEntries,
  member: maybe(account),
  changes: maybe(v.object({
    permission: maybe(v.object({ to: maybe(text) })),
    role_name: maybe(v.object({ to: maybe(text) })),
  })),
});

const membershipDelivery = v.object({
  organization,
  member: maybe(account),
  team: v.object({ id: whole, name: text, html_url: link, permission: maybe(text) }),
});

const organizationDelivery = v.object({
  organization,
  sender: maybe(account),
  membership: v.object({ role: maybe(text), user: maybe(account) }),
});

const invitationDelivery = v.object({
  organization,
  sender: maybe(account),
  user: maybe(account),
  invitation: v.object({
    login: maybe(text),
    email: maybe(text),
    role: maybe(text),
    created_at: maybe(time),
  }),
});

/** Tells that somebody may now work on a repository: of them, whoever let them in. */
export function memberAdded(payload: unknown, receivedAt: string): Happening[] {
  const { member, changes, repository } = read(memberDelivery, payload);
  return [{
    type: "member.added",
    time: receivedAt,
    person: personOf(member),
    subject: { title: repository.full_name, url: repository.html_url },
    facts: { permission: changes?.role_name?.to ?? changes?.permission?.to },
    key: [repository.id],
  }];
}

/** Tells that somebody joined a team: of them, whoever put them there. */
export function teamMemberAdded(payload: unknown, receivedAt: string): Happening[] {
  const { member, team } = read(membershipDelivery, payload);
  return [{
    type: "team.member_added",
    time: receivedAt,
    person: personOf(member),
    subject: { title: team.name, url: team.html_url },
    facts: { team: team.name, permission: team.permission },
    key: [team.id],
  }];
}

/** Tells that somebody joined an organization: of them, whoever let them in. */
export function organizationMemberAdded(payload: unknown, receivedAt: string): Happening[] {
  const { organization, membership, sender } = read(organizationDelivery, payload);
  return [{
    type: "organization.member_added",
    time: receivedAt,
    person: personOf(membership.user),
    subject: { title: organization.login, url: profileOf(organization.login, { sender }) },
    facts: { role: membership.role },
    key: [organization.id],
  }];
}

/** Tells that somebody was invited to an organization, by login or by address: of them, whoever invited. */
export function organizationMemberInvited(payload: unknown, receivedAt: string): Happening[] {
  const delivery = read(invitationDelivery, payload);
  const { organization, invitation, sender } = delivery;
  return [{
    type: "organization.member_invited",
    time: invitation.created_at ?? receivedAt,
    person: invited(delivery),
    subject: { title: organization.login, url: profileOf(organization.login, { sender }) },
    facts: { role: invitation.role },
    key: [organization.id, invitation.created_at ?? ""],
  }];
}

function invited(
  { user, invitation, sender }: v.InferOutput<typeof invitationDelivery>,
): Person | undefined {
  const { login, email } = invitation;
  const person = personOf(user);
  if (person !== undefined) return email ? { ...person, email } : person;
  return login || email ? personNamed({ username: login, email }, hostOf({ sender })) : undefined;
}

/** Organizations come without the address of their page. */
function profileOf(login: string, place: Place): string {
  return `${originOf(place)}/${encodeURIComponent(login.toWellFormed())}`;
}

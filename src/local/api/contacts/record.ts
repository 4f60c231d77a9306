import type { LocalContact } from "../../records.ts";

/** What HubSpot answers of a contact when nothing is asked for by name. */
const usualProperties = [
  "createdate",
  "email",
  "firstname",
  "lastname",
  "hs_object_id",
  "lastmodifieddate",
];

/** What it answers beside what is asked for. */
const constantProperties = ["createdate", "hs_object_id", "lastmodifieddate"];

/** Everything known of a contact, as properties by name. */
export function propertiesOf(contact: LocalContact): Map<string, string> {
  const { id, email, additionalEmails, properties = {}, createdAt, updatedAt } = contact;
  const known = new Map(Object.entries(properties));
  known.set("hs_object_id", id).set("createdate", createdAt);
  known.set("lastmodifieddate", updatedAt ?? createdAt);
  if (email !== undefined) known.set("email", email);
  if (additionalEmails !== undefined) known.set("hs_additional_emails", additionalEmails.join(";"));
  return known;
}

/** A contact as HubSpot answers it; a property that has no value is null. */
export function contactAnswer(contact: LocalContact, asked: readonly string[]) {
  const known = propertiesOf(contact);
  const names = asked.length === 0 ? usualProperties : [...constantProperties, ...asked];
  return {
    id: contact.id,
    properties: Object.fromEntries(names.map((name) => [name, known.get(name) ?? null])),
    createdAt: contact.createdAt,
    updatedAt: contact.updatedAt ?? contact.createdAt,
    archived: false,
  };
}

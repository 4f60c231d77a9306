import type { Endpoint, EndpointContext } from "../endpoint.ts";
import { contactsRead, contactsWrite } from "../scopes.ts";
import { readContacts } from "./batch_read.ts";
import { createContact } from "./create.ts";
import { readContact } from "./read_one.ts";
import { searchContacts } from "./search.ts";

const bases = [
  "/crm/v3/objects/contacts",
  "/crm/objects/2025-09/contacts",
  "/crm/objects/2026-03/contacts",
  "/crm/objects/2026-09/contacts",
];

/** Contacts: read by id or address, one or many, searched, made. */
export function contactEndpoints(context: EndpointContext): Endpoint[] {
  return bases.flatMap((base): Endpoint[] => [
    {
      method: "POST",
      path: base,
      access: contactsWrite,
      reads: "json",
      answer: ({ body }) => createContact(body, context),
    },
    {
      method: "POST",
      path: `${base}/batch/read`,
      access: contactsRead,
      reads: "json",
      answer: ({ body }) => readContacts(body, context),
    },
    {
      method: "POST",
      path: `${base}/search`,
      access: contactsRead,
      reads: "json",
      answer: ({ body }) => searchContacts(body, context),
    },
    {
      method: "GET",
      path: `${base}/:contactId`,
      access: contactsRead,
      reads: "nothing",
      answer: (call) => readContact(call, context),
    },
  ]);
}

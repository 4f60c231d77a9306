import * as v from "valibot";
import { validate } from "../../../validation/issues.ts";
import { record } from "../../../validation/record.ts";
import { isEmail } from "../../../validation/email.ts";
import { normalizeEmail } from "../../records.ts";
import { conflict, invalid, jsonAnswer, type Problem } from "../answers.ts";
import type { EndpointContext } from "../endpoint.ts";
import { orRequired } from "../fields.ts";
import { contactAnswer } from "./record.ts";

const createSchema: v.GenericSchema<unknown, { properties: Record<string, string> }> = v.object({
  properties: record(
    v.string(),
    v.pipe(
      v.union([v.string(), v.number(), v.boolean(), v.null()], "Give a string"),
      v.transform((value) => value === null ? "" : String(value)),
    ),
  ),
}, orRequired("Give an object with properties"));

/** Properties that HubSpot sets itself. */
const readOnly = ["hs_object_id", "createdate", "lastmodifieddate"];

/** Makes a contact, unless one has the address already. */
export function createContact(body: unknown, { account }: EndpointContext): Response | Problem {
  const read = validate(createSchema, body);
  if (!read.ok) return invalid(read.issues);
  const { email, hs_additional_emails, ...properties } = read.value.properties;
  const [first] = addressesIn(email);
  const further = addressesIn(hs_additional_emails).filter((each) => each !== first);
  const emails = first === undefined ? further : [first, ...further];
  const wrong = emails.filter((each) => !isEmail(each));
  if (wrong.length > 0) return invalidEmails(wrong);
  const set = Object.keys(properties).filter((name) => readOnly.includes(name));
  if (set.length > 0) {
    return invalid(set.map((name) => ({
      path: `properties.${name}`,
      message: "Give no value: HubSpot sets this property itself",
    })));
  }
  for (const each of emails) {
    const id = account.byEmail(each);
    // Word for word what HubSpot answers: clients take the id from it.
    if (id !== undefined) return conflict(`Contact already exists. Existing ID: ${id}`);
  }
  const contact = account.createContact({
    ...(first === undefined ? {} : { email: first }),
    additionalEmails: [...new Set(further)],
    properties: withoutEmpty(properties),
  });
  return jsonAnswer(201, contactAnswer(contact, Object.keys(read.value.properties)));
}

function addressesIn(text: string | undefined): string[] {
  return (text ?? "").split(";").map(normalizeEmail).filter((each) => each !== "");
}

/** An empty value clears a property, so of a new contact it says nothing. */
function withoutEmpty(properties: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ""));
}

function invalidEmails(emails: readonly string[]): Problem {
  const findings = emails.map((email) => ({
    isValid: false,
    message: `Email address ${email} is invalid`,
    error: "INVALID_EMAIL",
    name: "email",
  }));
  return {
    status: 400,
    category: "VALIDATION_ERROR",
    message: `Property values were not valid: ${JSON.stringify(findings)}`,
    errors: findings.map(({ message }) => ({
      message,
      code: "INVALID_EMAIL",
      context: { propertyName: ["email"] },
    })),
  };
}

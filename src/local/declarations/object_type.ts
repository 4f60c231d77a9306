/** What kind of CRM record events belong to, in the spelling of timeline `v3`; any other word is a custom object. */
export type ObjectType = "contacts" | "companies" | "deals" | "tickets" | "custom_objects";

/** HubSpot's pages write both, in any case. */
const spellings: ReadonlyMap<string, ObjectType> = new Map([
  ["contact", "contacts"],
  ["contacts", "contacts"],
  ["company", "companies"],
  ["companies", "companies"],
  ["deal", "deals"],
  ["deals", "deals"],
  ["ticket", "tickets"],
  ["tickets", "tickets"],
]);

/** Reads `contacts`, `CONTACT` and the like; `undefined` for a word that is none of HubSpot's own objects. */
export function readObjectType(text: string): ObjectType | undefined {
  return spellings.get(text.toLowerCase());
}

import type { EventDefinition } from "../../declarations/event_definitions.ts";
import type { PropertyDefinition, PropertyType } from "../../declarations/property.ts";

/** How HubSpot has a value of each type put in. */
const fieldTypes: Readonly<Record<PropertyType, string>> = {
  bool: "radio",
  date: "date",
  datetime: "date",
  enumeration: "select",
  number: "number",
  string: "text",
};

/** What is answered of a property of a definition. */
export function propertyAnswer(
  property: PropertyDefinition & { description?: string },
  { fullyQualifiedName, createdAt, updatedAt }: EventDefinition,
) {
  const { name, label, type, description = "" } = property;
  return {
    name,
    label,
    type,
    fieldType: fieldTypes[type],
    description,
    groupName: fullyQualifiedName,
    options: property.options.map((option, displayOrder) => ({
      ...option,
      displayOrder,
      hidden: false,
    })),
    archived: false,
    createdAt,
    updatedAt,
  };
}

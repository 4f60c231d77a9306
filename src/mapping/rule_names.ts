import { suggestion } from "../activity/nearest.ts";
import type { RuleConditions } from "./conditions.ts";
import { customEventNamePattern, describeWrongEventName } from "./event_name_rule.ts";
import { describeFound } from "./found.ts";
import type { Rule } from "./rules.ts";

/** Names that may stand in a rule. */
const ruleNames = Object.keys(
  { name: true, match: true, except: true, send: true } satisfies Record<keyof Rule, true>,
);

/** Names that may stand under `match` and `except`. */
const conditionNames = Object.keys(
  {
    type: true,
    repository: true,
    branch: true,
    label: true,
    actor: true,
    properties: true,
  } satisfies Record<keyof RuleConditions, true>,
);

const contact = ["email", "objectId", "utk"];
const occurrence = [...contact, "extraData", "timelineIFrame"];

/** What names the event that is sent, with all names that may stand beside it. */
const families: ReadonlyMap<string, readonly string[]> = new Map([
  ["eventTemplateId", ["eventTemplateId", "tokens", ...occurrence]],
  ["eventTypeName", ["eventTypeName", "properties", ...occurrence]],
  ["eventName", ["eventName", "properties", ...contact]],
]);

/**
 * Refuses a name in a rule that is none, with which the rule would take or send something else than was meant; and an event
 * without a name, which HubSpot cannot have. Types say so to whoever has them, and schemas to whoever writes a file.
 *
 * @throws {TypeError} If there is one; the message says where.
 */
export function checkRuleNames(given: Rule, place: string): void {
  const { match = {}, except = {}, send } = given;
  checkNames(given, ruleNames, place);
  checkNames(match, conditionNames, `${place}.match`);
  checkNames(except, conditionNames, `${place}.except`);
  if (send === false) return;
  const event: Record<string, unknown> = { ...send };
  const [kind, names] = [...families].find(([name]) => name in event) ?? [];
  checkNames(event, names ?? [...families.values()].flat(), `${place}.send`);
  if (kind === undefined) {
    throw wrong(`${place}.send must be false or have ${[...families.keys()].join(", ")}`);
  }
  const found = event[kind];
  const isName = typeof found === "string" && found !== "";
  if (isName && (kind !== "eventName" || customEventNamePattern.test(found))) return;
  const expected = kind === "eventName"
    ? describeWrongEventName(found)
    : `a name, found ${describeFound(found)}`;
  throw wrong(`${place}.send.${kind} must be ${expected}`);
}

function checkNames(given: object, known: readonly string[], place: string): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    throw wrong(`${place} can have no ${name}${suggestion(name, known)}`);
  }
}

function wrong(what: string): TypeError {
  return new TypeError(`Cannot compile the rules: ${what}`);
}

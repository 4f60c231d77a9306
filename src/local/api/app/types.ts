import * as v from "valibot";
import { validate } from "../../../validation/issues.ts";
import { invalid, jsonAnswer, notFound } from "../answers.ts";
import type { Endpoint, EndpointContext } from "../endpoint.ts";
import { orRequired, text } from "../fields.ts";
import { developerRead } from "../scopes.ts";
import { appBases } from "./paths.ts";

const symbolSchema: v.GenericSchema<unknown, { projectName: string; developerSymbol: string }> = v
  .object({ projectName: text, developerSymbol: text }, orRequired("Give a symbol"));

/** Looks the names of app-event types up. HubSpot takes the types from developer projects: no endpoint declares them. */
export function appEventTypeEndpoints({ declarations, rules }: EndpointContext): Endpoint[] {
  const { appEventTypes } = declarations;
  return appBases(rules).map((base) => ({
    method: "POST",
    path: `${base}/types/projects`,
    access: developerRead,
    reads: "json",
    answer({ body }) {
      const symbol = validate(symbolSchema, body);
      if (!symbol.ok) return invalid(symbol.issues);
      const { projectName, developerSymbol } = symbol.value;
      const type = appEventTypes.inProject(projectName, developerSymbol);
      if (type === undefined) return notFound(`Type ${developerSymbol} of project ${projectName}`);
      return jsonAnswer(200, {
        fullyQualifiedName: type.fullyQualifiedName,
        developerQualifiedSymbol: { projectName, developerSymbol },
      });
    },
  }));
}

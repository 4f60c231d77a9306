import document from "../../../schema/openapi.json" with { type: "json" };
import { baseStyle } from "../../page/base_style.ts";
import { pageHeaders } from "../../page/page_headers.ts";
import { type Answer, jsonAnswer, textAnswer } from "../answers.ts";
import { referencePage } from "./view.ts";
import { referenceStyle } from "./style.ts";

/** The OpenAPI document, made at build time from the schemas that validate. */
export const openApi: unknown = document;

/** Answers `GET /openapi.json`; any page may read it. */
export function handleOpenApi(): Answer {
  const headers = { "access-control-allow-origin": "*" };
  return jsonAnswer(200, { outcome: "openapi", body: openApi, headers });
}

/** Answers `GET /reference`: the document, drawn. */
export async function handleReference(): Promise<Answer> {
  const text = (await referencePage(document)).toString();
  const type = "text/html; charset=utf-8";
  return textAnswer(text, { outcome: "page", type, headers: pageHeaders });
}

/** Answers `GET /reference/style.css`. */
export function handleReferenceStyle(): Answer {
  const text = `${baseStyle}\n${referenceStyle}`;
  return textAnswer(text, {
    outcome: "page",
    type: "text/css; charset=utf-8",
    headers: pageHeaders,
  });
}

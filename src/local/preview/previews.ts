import type { Json } from "../../hubspot/events.ts";
import type { Declarations } from "../declarations/declarations.ts";
import { propertiesOf } from "../declarations/event_definitions.ts";
import type { Markup } from "../../page/markup.ts";
import type { LocalEvent } from "../records.ts";
import { boundedCopy } from "./bounded_copy.ts";
import { markdownBlocks, markdownLine, plainLine } from "./markdown.ts";
import { type FillIn, readTemplate, TemplateError } from "./template.ts";
import { hasVisibleText } from "./visible_text.ts";

/** What an event's declaration says of how it shows. */
export interface Preview {
  /** What people call its template, type or definition. */
  name: string;
  /** What people read beside its values, by the values' names. */
  labels: ReadonlyMap<string, string>;
  /** The header; missing where none is declared, it says nothing, or it cannot be shown. */
  header?: Markup;
  /** The detail, to open; missing likewise. */
  detail?: Markup;
  /** Why something cannot be shown. */
  troubles: readonly string[];
}

interface Declared {
  name: string;
  headerTemplate?: string;
  detailTemplate?: string;
  properties: readonly { name: string; label: string }[];
}

/** Draws events as their declarations have it. Each is drawn once, and each template read once. */
export class Previews {
  readonly #declarations: Declarations;
  readonly #drawn = new WeakMap<LocalEvent, { source: object; preview: Preview }>();
  readonly #read = new WeakMap<object, Map<string, FillIn | TemplateError>>();

  /** Begins with nothing drawn. */
  constructor(declarations: Declarations) {
    this.#declarations = declarations;
  }

  /** What is declared of an event; `undefined` where nothing is. */
  of(event: LocalEvent): Preview | undefined {
    const found = this.#find(event);
    if (found === undefined) return undefined;
    // Declarations and events are replaced, never changed: the same ones look the same.
    const before = this.#drawn.get(event);
    if (before?.source === found.source) return before.preview;
    const preview = this.#draw(event, found);
    this.#drawn.set(event, { source: found.source, preview });
    return preview;
  }

  #find({ family, type }: LocalEvent): { source: object; declared: Declared } | undefined {
    const { templates, appEventTypes, eventDefinitions } = this.#declarations;
    if (family === "timeline") {
      const source = templates.find(type);
      return source && { source, declared: { ...source, properties: source.tokens } };
    }
    if (family === "app") {
      const source = appEventTypes.find(type);
      return source && { source, declared: source };
    }
    const source = eventDefinitions.find(type);
    return source &&
      { source, declared: { name: source.label, properties: propertiesOf(source) } };
  }

  #draw(
    event: LocalEvent,
    { source, declared }: { source: object; declared: Declared },
  ): Preview {
    const { extraData = null, properties, time } = event;
    const values: Record<string, Json> = { timestamp: Date.parse(time), ...properties };
    const troubles: string[] = [];
    const filled = (part: "header" | "detail", own: Record<string, Json>) => {
      const text = declared[`${part}Template`];
      if (text === undefined) return undefined;
      try {
        return this.#reader(source, text)(boundedCopy(own));
      } catch (error) {
        troubles.push(`The ${part} template cannot be shown: ${reasonOf(error)}`);
        return undefined;
      }
    };
    const header = filled("header", values);
    const detail = filled("detail", { ...values, extraData });
    return {
      name: declared.name,
      labels: new Map(declared.properties.map(({ name, label }) => [name, label])),
      troubles,
      ...(header !== undefined && hasVisibleText(plainLine(header)) &&
        { header: markdownLine(header) }),
      ...(detail !== undefined && hasVisibleText(detail) && { detail: markdownBlocks(detail) }),
    };
  }

  #reader(source: object, text: string): FillIn {
    const known = this.#read.get(source) ?? new Map<string, FillIn | TemplateError>();
    this.#read.set(source, known);
    let reader = known.get(text);
    if (reader === undefined) {
      reader = readOrError(text);
      known.set(text, reader);
    }
    if (reader instanceof TemplateError) throw reader;
    return reader;
  }
}

function readOrError(text: string): FillIn | TemplateError {
  try {
    return readTemplate(text);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import Handlebars from "handlebars";
import type { Json } from "../../hubspot/events.ts";
import { formatDate } from "./format_date.ts";

/** A template that cannot be shown; the message says why. */
export class TemplateError extends Error {
  override name = "TemplateError";
}

/** Puts values in a template; throws a {@linkcode TemplateError} where it cannot. */
export type FillIn = (values: Json) => string;

/** Longest template, the longest that HubSpot documents, and blocks and expressions within one another. */
const [longestTemplate, deepest] = [10_000, 20];

/** Most names in one path: some engines take exponential time to read the code that Handlebars makes of it. */
const longestPath = 10;

/** Most times that loops go round, and most text that comes of them, when a template is filled in once. */
const [mostRounds, mostText] = [2_000, 100_000];

/**
 * Reads a template in HubSpot's dialect of Handlebars: plain blocks and values, `formatDate`, `extraData[1]`. Throws a
 * {@linkcode TemplateError} for one that is none, or that could go on for ever.
 */
export function readTemplate(text: string): FillIn {
  if (text.length > longestTemplate) {
    throw new TemplateError(`It is longer than ${longestTemplate} characters`);
  }
  const room = { rounds: 0, text: 0 };
  const environment = environmentFor(room);
  const source = withIndexes(text);
  const fill = guarded(() => {
    new Inspection().accept(environment.parse(source));
    return environment.compile(source);
  });
  return (values) => {
    Object.assign(room, { rounds: mostRounds, text: mostText });
    return guarded(() => fill(values));
  };
}

/** Handlebars with HubSpot's helpers, and loops that end while there is `room`. */
function environmentFor(room: { rounds: number; text: number }): typeof Handlebars {
  const environment = Handlebars.create();
  const each = environment.helpers.each;
  // Handlebars writes to the console by it; HubSpot reserves its name.
  environment.registerHelper("log", () => "");
  environment.registerHelper(
    "formatDate",
    (value: unknown, options: Handlebars.HelperOptions) => formatDate(value, options.hash?.format),
  );
  environment.registerHelper(
    "each",
    function (this: unknown, items: unknown, options: Handlebars.HelperOptions): unknown {
      const fn: Handlebars.HelperOptions["fn"] = (item, own) => {
        room.rounds -= 1;
        const made = room.rounds < 0 ? "" : options.fn(item, own);
        room.text -= made.length;
        if (room.rounds < 0 || room.text < 0) throw new TemplateError("Its loops do not end");
        return made;
      };
      return each?.call(this, items, { ...options, fn });
    },
  );
  return environment;
}

/** Refuses what can bring a template into itself, and what nobody writes by hand. */
class Inspection extends Handlebars.Visitor {
  #depth = 0;

  override Program(program: hbs.AST.Program): void {
    this.#within(() => super.Program(program));
  }

  override SubExpression(expression: hbs.AST.SubExpression): void {
    this.#within(() => super.SubExpression(expression));
  }

  override PathExpression({ parts, depth }: hbs.AST.PathExpression): void {
    if (parts.length + depth > longestPath) throw new TemplateError("A path in it is too long");
  }

  override PartialStatement(): void {
    throw new TemplateError("It has a partial, which HubSpot does not document");
  }

  override PartialBlockStatement(): void {
    throw new TemplateError("It has a partial, which HubSpot does not document");
  }

  override Decorator(): void {
    throw new TemplateError("It has a decorator, which HubSpot does not document");
  }

  override DecoratorBlock(): void {
    throw new TemplateError("It has a decorator, which HubSpot does not document");
  }

  #within(visit: () => void): void {
    this.#depth += 1;
    if (this.#depth > deepest) throw new TemplateError("Its blocks are too deep");
    visit();
    this.#depth -= 1;
  }
}

/** HubSpot's pages write `extraData[1]`, which is `extraData.[1]` in Handlebars for JavaScript. */
function withIndexes(text: string): string {
  return text.replaceAll(
    /\{\{[^{}]{0,500}\}\}/g,
    (mustache) => mustache.replaceAll(/(?<=[\w\]])\[(\d{1,9})\]/g, ".[$1]"),
  );
}

function guarded<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    // Said by the code that Handlebars makes, of its own insides, and by each engine in other words.
    if (error instanceof TypeError) {
      throw new TemplateError("It uses a value as a helper, or a helper without its values", {
        cause: error,
      });
    }
    // A parser's message is a drawing over several lines, of which the first says where.
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new TemplateError(reason.replace(/:$/, ""), { cause: error });
  }
}

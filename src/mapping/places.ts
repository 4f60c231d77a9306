import type { FilterArgument } from "./filters.ts";

/** One `{{path | filter argument}}` of a template, as it is written. */
export interface Place {
  /** What stands before the first bar; may be empty. */
  path: string;
  /** The filters, in the order in which they change the value. */
  filters: { name: string; argument: FilterArgument | undefined }[];
}

/** A template taken apart: a literal before each place, and one behind the last. */
export interface Places {
  /** The text between the places, one more than there are places. */
  literals: string[];
  /** The places. */
  places: Place[];
}

/** A bar, a text in quotes of either kind, or a word. */
const token = /\s*(?:(\|)|"([^"]*)"|'([^']*)'|([^\s|"'{}]+))/y;
const end = /\s*\}\}/y;

/** How much of a template an error shows, in characters. */
const longestShown = 60;

/**
 * Takes a template apart. Quotes have no escapes: a text with one kind stands in the other.
 *
 * @throws {SyntaxError} If braces or quotes do not match, or bars and words do not follow each other as they have to.
 */
export function readPlaces(text: string): Places {
  const read: Places = { literals: [], places: [] };
  let at = 0;
  for (let open = text.indexOf("{{"); open !== -1; open = text.indexOf("{{", at)) {
    read.literals.push(literalOf(text, at, open));
    const { words, next } = readWords(text, open);
    read.places.push(placeOf(words, text.slice(open, next)));
    at = next;
  }
  read.literals.push(literalOf(text, at, text.length));
  return read;
}

function literalOf(text: string, from: number, to: number): string {
  const literal = text.slice(from, to);
  if (!literal.includes("}}")) return literal;
  throw new SyntaxError(`Cannot read the template: braces do not match in ${show(text)}`);
}

/** Words of a place, those between two bars in one list. */
type Words = FilterArgument[][];

function readWords(text: string, open: number): { words: Words; next: number } {
  const words: Words = [[]];
  let at = open + "{{".length;
  while (true) {
    end.lastIndex = at;
    if (end.test(text)) return { words, next: end.lastIndex };
    token.lastIndex = at;
    const [all, bar, double, single, word] = token.exec(text) ?? [];
    if (all === undefined) {
      throw new SyntaxError(
        `Cannot read the template: braces or quotes do not match in ${show(text.slice(open))}`,
      );
    }
    const quoted = double ?? single;
    if (bar !== undefined) words.push([]);
    else words.at(-1)?.push({ text: quoted ?? word ?? "", isQuoted: quoted !== undefined });
    at = token.lastIndex;
  }
}

function placeOf([first = [], ...others]: Words, shown: string): Place {
  const [path, ...surplus] = first;
  const isPath = surplus.length === 0 && path?.isQuoted !== true;
  const areFilters = others.every(([name, _argument, ...surplus]) =>
    name !== undefined && !name.isQuoted && surplus.length === 0
  );
  if (!isPath || !areFilters) {
    throw new SyntaxError(
      `Cannot read the template: expected {{path}} or {{path | filter argument}}, found ${
        show(shown)
      }`,
    );
  }
  return {
    path: path?.text ?? "",
    filters: others.map(([name, argument]) => ({ name: name?.text ?? "", argument })),
  };
}

function show(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

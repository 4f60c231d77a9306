import { metadata } from "./metadata.ts";

/** One row of a table in a document, as it is read. */
export type Row = readonly string[];

/** The inputs as the documents show them: name, default, description. */
export const inputRows: readonly Row[] = Object.entries(metadata.inputs).map((
  [name, { default: value, description }],
) => [`\`${name}\``, value === "" ? "" : `\`${value}\``, asText(description)]);

/** The outputs as the documents show them: name, description. */
export const outputRows: readonly Row[] = Object.entries(metadata.outputs).map((
  [name, { description }],
) => [`\`${name}\``, asText(description)]);

/** Writes a table; `deno fmt` makes its columns even. */
export function writeTable(heading: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(" | ")} |`;
  return [line(heading), line(heading.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Reads the rows of the table whose first column has a heading; empty where there is none. */
export function readTable(markdown: string, heading: string): Row[] {
  const lines = markdown.split("\n").map((line) => line.trim());
  const start = lines.findIndex((line) => new RegExp(`^\\|\\s*${heading}\\s*\\|`, "i").test(line));
  if (start === -1) return [];
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  return rest.slice(0, end === -1 ? rest.length : end).map((line) =>
    line.slice(1, -1).split("|").map((cell) => cell.trim())
  );
}

/** What means something to Markdown is shown as it is. */
function asText(description: string): string {
  return description.replaceAll("*", "\\*").replaceAll("_", "\\_").replaceAll("|", "\\|");
}

import { oneLine } from "../src/activity/text.ts";
import { redactAddresses } from "../src/validation/redact.ts";

/** Longest line, in characters. */
const longest = 1_000;

/**
 * Makes one line of a text that others wrote, `longest` characters at most and without e-mail addresses. What is far
 * beyond that is cut off first, so that a long text costs little.
 */
export function readableLine(text: string, longest: number): string {
  return oneLine(redactAddresses(text.slice(0, 4 * longest)), longest);
}

// The runner compares texts by culture, and so overlooks what has no width wherever it stands in them.
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Makes a text that others wrote safe for a line of the log: one line, no e-mail address, and nothing that the runner
 * would carry out. It takes a line that begins with `::` for a command, and one that holds `##[` anywhere.
 *
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function logLine(text: string): string {
  return readableLine(text.slice(0, 4 * longest).replaceAll(invisible, ""), longest)
    .replace(/^::/, ": :")
    .replaceAll("##[", "## [");
}

/** Makes a text of several lines safe in the same way, for annotations, which keep their line breaks. */
export function logLines(text: string): string {
  return text.split("\n").map(logLine).join("\n");
}

// JSON itself escapes controls below U+0020 only.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Writes a value as one line of JSON that is safe for the log. What the runner could take for a command is escaped in
 * JSON's own way, so that the line means exactly the value but for its e-mail addresses.
 */
export function logJson(value: unknown): string {
  return withoutAddresses(value).replaceAll(unseen, escape).replaceAll("##[", "##\\u005b");
}

function escape(character: string): string {
  return character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/** Writes a value as JSON; addresses go before the text is JSON, whose escapes could hide where one begins. */
export function withoutAddresses(value: unknown): string {
  return JSON.stringify(value, (_, one) => typeof one === "string" ? redactAddresses(one) : one);
}

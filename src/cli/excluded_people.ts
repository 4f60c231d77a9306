import type { Config } from "../mapping/config.ts";
import { matchesGlob } from "../validation/glob.ts";

/**
 * The people of GitHub whom the configuration leaves out: its own patterns, and the logins to which it gives an address that
 * one of these fits, because a delivery names them by login alone.
 */
export function excludedPeople({ github, people = {} }: Config): readonly string[] {
  const patterns = github?.excludePeople ?? [];
  const logins = Object.entries(people)
    .filter(([, email]) =>
      patterns.some((pattern) => matchesGlob(pattern.toLowerCase(), email.toLowerCase()))
    )
    .map(([login]) => login);
  return [...patterns, ...logins];
}
